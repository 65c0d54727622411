//! Charts drawn on the server: bars that carry their numbers, as SVG that a page colours by class and a
//! document by attribute. Nobody needs the picture: the table with the same figures stands beside it.

use std::fmt::Write as _;

/// One bar with its label and what is written at its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bar {
    /// Length, 0 or more.
    pub value: i64,
    /// The number as the reader's language writes it, with its qualifier.
    pub shown: String,
}

/// Bars that belong together: one for each series, in the order of [`Chart::series`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// What the bars are about.
    pub label: String,
    /// A bar for each series; `None` where nothing is known.
    pub bars: Vec<Option<Bar>>,
}

/// A bar chart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chart {
    /// Names of the series, at most four.
    pub series: Vec<String>,
    /// The groups, from top to bottom.
    pub groups: Vec<Group>,
}

/// Colours on paper, one for each series; pages override them by class to follow light and dark.
const COLOURS: [&str; 4] = ["#9b2d1f", "#b98a2f", "#4d6b3c", "#5b4636"];
const INK: &str = "#2a211b";

// All lengths in SVG units; the picture scales to the width it is given.
const WIDTH: i64 = 640;
const LABEL_LINE: i64 = 24;
const BAR: i64 = 20;
const GAP: i64 = 14;
const NUMBER: i64 = 150;
const LEGEND: i64 = 30;
const LETTER: f64 = 8.6;

impl Chart {
    /// True when there is nothing to draw.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.groups.iter().flat_map(|group| &group.bars).flatten().next().is_none()
    }

    /// Everything the picture says, in words: for readers who do not see it.
    #[must_use]
    pub fn words(&self) -> String {
        let groups: Vec<String> = self
            .groups
            .iter()
            .map(|group| {
                let bars: Vec<String> = self
                    .series
                    .iter()
                    .zip(&group.bars)
                    .filter_map(|(name, bar)| bar.as_ref().map(|bar| format!("{name} {}", bar.shown)))
                    .collect();
                format!("{}: {}", group.label, bars.join(", "))
            })
            .collect();
        groups.join("; ")
    }

    /// The picture.
    #[must_use]
    pub fn svg(&self) -> String {
        let longest =
            self.groups.iter().flat_map(|group| &group.bars).flatten().map(|bar| bar.value).max().unwrap_or(0).max(1);
        let group_height = LABEL_LINE + BAR * i64::try_from(self.series.len()).unwrap_or(1) + GAP;
        let height = LEGEND + group_height * i64::try_from(self.groups.len()).unwrap_or(0);
        let mut svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"chart\" viewBox=\"0 0 {WIDTH} {height}\" \
             width=\"{WIDTH}\" height=\"{height}\" role=\"img\" aria-hidden=\"true\" \
             font-family=\"Be Vietnam Pro, sans-serif\" font-size=\"16\">"
        );
        let mut x = 0.0;
        for (index, name) in self.series.iter().enumerate() {
            let number = index % COLOURS.len();
            let _ = write!(
                svg,
                "<rect class=\"chart-bar chart-bar-{number}\" x=\"{x:.0}\" y=\"4\" width=\"14\" height=\"14\" \
                 fill=\"{}\"/><text class=\"chart-label\" x=\"{:.0}\" y=\"17\" fill=\"{INK}\">{}</text>",
                COLOURS[number],
                x + 20.0,
                escape(name)
            );
            x += 44.0 + name.chars().count() as f64 * LETTER;
        }
        for (row, group) in self.groups.iter().enumerate() {
            let top = LEGEND + group_height * i64::try_from(row).unwrap_or(0);
            let _ = write!(
                svg,
                "<text class=\"chart-label\" x=\"0\" y=\"{}\" fill=\"{INK}\">{}</text>",
                top + 17,
                escape(&group.label)
            );
            for (index, bar) in group.bars.iter().enumerate() {
                let Some(bar) = bar else { continue };
                let number = index % COLOURS.len();
                let y = top + LABEL_LINE + BAR * i64::try_from(index).unwrap_or(0);
                let length = i128::from(bar.value.max(0)) * i128::from(WIDTH - NUMBER) / i128::from(longest);
                let length = length.max(2);
                let _ = write!(
                    svg,
                    "<rect class=\"chart-bar chart-bar-{number}\" x=\"0\" y=\"{y}\" width=\"{length}\" height=\"{}\" \
                     fill=\"{}\"/><text class=\"chart-number\" x=\"{}\" y=\"{}\" fill=\"{INK}\">{}</text>",
                    BAR - 3,
                    COLOURS[number],
                    length + 8,
                    y + 14,
                    escape(&bar.shown)
                );
            }
        }
        svg.push_str("</svg>");
        svg
    }
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chart() -> Chart {
        let bar = |value, shown: &str| Some(Bar { value, shown: shown.to_owned() });
        Chart {
            series: vec!["Đăng ký".into(), "Thực hiện".into()],
            groups: vec![
                Group { label: "Kinh tế".into(), bars: vec![bar(598, "598"), bar(450, "450")] },
                Group { label: "Văn hóa & xã hội".into(), bars: vec![bar(1546, "1.546"), None] },
            ],
        }
    }

    #[test]
    fn bars_are_as_long_as_their_numbers() {
        insta::assert_snapshot!(chart().svg().replace("><", ">\n<"));
    }

    #[test]
    fn the_words_say_what_the_picture_shows() {
        assert_eq!(
            chart().words(),
            "Kinh tế: Đăng ký 598, Thực hiện 450; Văn hóa & xã hội: Đăng ký 1.546"
        );
        assert!(Chart { series: vec!["a".into()], groups: vec![] }.is_empty());
    }
}
