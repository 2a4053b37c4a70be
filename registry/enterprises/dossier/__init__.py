"""What the register holds about one enterprise, together: the page that officers work from (企业档案)."""
