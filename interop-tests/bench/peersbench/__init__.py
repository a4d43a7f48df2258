"""What the bench `peers` is made of: netlink, networks of namespaces, routers, measures, and the report."""
