package io.ddm.daemon.observe;

import io.ddm.api.text.PrintableText;
import io.micrometer.prometheusmetrics.PrometheusNamingConvention;

/** Names as Prometheus wants them; values of labels escaped, since the format itself only escapes line feeds and quotes. */
final class PrintableLabels extends PrometheusNamingConvention {

    @Override
    public String tagValue(String value) {
        return PrintableText.line(value);
    }
}
