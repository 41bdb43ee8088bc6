"""A CRM's export → what each deal is to say: read by a mapping, then matched with the deals there are."""
