(() => {
  const table = document.getElementById("table");
  if (!table) return;
  const collator = new Intl.Collator(document.documentElement.lang, { numeric: true });
  const heads = [...table.tHead.rows[0].cells];
  const state = new URLSearchParams(location.hash.startsWith("#?") ? location.hash.slice(2) : "");
  const keep = () => history.replaceState(null, "", "#?" + state);
  const sort = (place, down) => {
    const body = table.tBodies[0];
    const value = (row) => row.cells[place].dataset.value;
    const compare = (a, b) => {
      const x = value(a), y = value(b);
      if (x === "" || y === "") return (x === "") - (y === "");
      const order = isFinite(x) && isFinite(y) ? x - y : collator.compare(x, y);
      return down ? -order : order;
    };
    body.append(...[...body.rows].sort(compare));
    heads.forEach((head, i) => i === place
      ? head.setAttribute("aria-sort", down ? "descending" : "ascending") : head.removeAttribute("aria-sort"));
  };
  heads.forEach((head, place) => head.firstElementChild.addEventListener("click", () => {
    const down = head.getAttribute("aria-sort") === "ascending";
    sort(place, down);
    state.set("sort", place + (down ? "d" : "a"));
    keep();
  }));
  document.querySelectorAll("input[name=verdict]").forEach((radio) => radio.addEventListener("change", () => {
    state.set("verdict", radio.value);
    keep();
  }));
  const sorted = /^(\d+)([ad])$/.exec(state.get("sort") || "");
  if (sorted && heads[sorted[1]]) sort(Number(sorted[1]), sorted[2] === "d");
  const chosen = document.getElementById("f-" + state.get("verdict"));
  if (chosen) chosen.checked = true;
})();
