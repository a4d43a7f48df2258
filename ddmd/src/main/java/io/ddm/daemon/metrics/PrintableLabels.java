package io.ddm.daemon.metrics;

import io.ddm.api.text.PrintableText;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.config.MeterFilter;
import java.util.List;

/** Escapes the values of labels: the text format itself only escapes line feeds, quotes and backslashes. */
final class PrintableLabels implements MeterFilter {

    @Override
    public Meter.Id map(Meter.Id id) {
        List<Tag> tags = id.getTags();
        if (tags.stream().allMatch(tag -> PrintableText.line(tag.getValue()).equals(tag.getValue()))) {
            return id;
        }
        return id.replaceTags(
                tags.stream().map(tag -> Tag.of(tag.getKey(), PrintableText.line(tag.getValue()))).toList());
    }
}
