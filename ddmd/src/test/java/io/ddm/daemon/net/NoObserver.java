package io.ddm.daemon.net;

/** Counts nothing. */
public class NoObserver implements NetObserver {

    @Override
    public void packetDropped(String interfaceName, String cause) {}

    @Override
    public void sendFailed(String interfaceName) {}

    @Override
    public void requestRefused(String interfaceName, String cause) {}

    @Override
    public void replyRefused(String interfaceName, String cause) {}

    @Override
    public void entriesSkipped(String interfaceName, int count) {}
}
