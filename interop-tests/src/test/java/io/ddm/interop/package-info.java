/**
 * The daemon against kernels and processes that are not ours: real links in network namespaces, real routes, packets
 * that arrive or do not. {@link io.ddm.interop.NetnsLab} makes the network; each scenario is one test.
 */
@NullMarked
package io.ddm.interop;

import org.jspecify.annotations.NullMarked;
