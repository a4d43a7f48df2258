package io.ddm.daemon.admin;

import java.util.List;

/** The operations on one noun of the admin API. */
public interface Handlers {

    /** Its rows of the {@link RouteTable}. */
    List<Route> routes();
}
