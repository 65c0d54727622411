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

// Heights in SVG units; widths are shares of the picture's own, so that letters keep their size on a phone.
const LABEL_LINE: i64 = 24;
const BAR: i64 = 20;
const GAP: i64 = 14;
const LEGEND_LINE: i64 = 24;
/// The longest bar, in hundredths of the width; the rest is for its number.
const LONGEST: i128 = 68;

/// Where a picture is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Medium {
    /// On a page: as wide as there is room.
    Page,
    /// In a document: as wide as the text.
    Paper,
}

impl Chart {
    /// True when there is nothing to draw.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.groups
            .iter()
            .flat_map(|group| &group.bars)
            .flatten()
            .next()
            .is_none()
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
    pub fn svg(&self, medium: Medium) -> String {
        let longest = self
            .groups
            .iter()
            .flat_map(|group| &group.bars)
            .flatten()
            .map(|bar| bar.value)
            .max()
            .unwrap_or(0)
            .max(1);
        let count = |length: usize| i64::try_from(length).unwrap_or(0);
        let legend = LEGEND_LINE * count(self.series.len()) + 8;
        let group_height = LABEL_LINE + BAR * count(self.series.len()) + GAP;
        let height = legend + group_height * count(self.groups.len());
        let width = match medium {
            Medium::Page => "100%",
            Medium::Paper => "640",
        };
        let mut svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"chart\" width=\"{width}\" height=\"{height}\" \
             font-family=\"Be Vietnam Pro, sans-serif\" font-size=\"16\">"
        );
        for (index, name) in self.series.iter().enumerate() {
            let colour = COLOURS[index % COLOURS.len()];
            let number = index % COLOURS.len() + 1;
            let y = LEGEND_LINE * count(index);
            let _ = write!(
                svg,
                "<rect class=\"chart-bar chart-bar-{number}\" x=\"0\" y=\"{}\" width=\"14\" height=\"14\" \
                 fill=\"{}\"/><text class=\"chart-label\" x=\"22\" y=\"{}\" fill=\"{INK}\">{}</text>",
                y + 4,
                colour,
                y + 17,
                escape(name)
            );
        }
        for (row, group) in self.groups.iter().enumerate() {
            let top = legend + group_height * count(row);
            let _ = write!(
                svg,
                "<text class=\"chart-label\" x=\"0\" y=\"{}\" fill=\"{INK}\">{}</text>",
                top + 17,
                escape(&group.label)
            );
            for (index, bar) in group.bars.iter().enumerate() {
                let Some(bar) = bar else { continue };
                let colour = COLOURS[index % COLOURS.len()];
                let number = index % COLOURS.len() + 1;
                let y = top + LABEL_LINE + BAR * count(index);
                let tenths = i128::from(bar.value.max(0)) * LONGEST * 10 / i128::from(longest);
                let length = format!("{}.{}", tenths / 10, tenths % 10);
                let _ = write!(
                    svg,
                    "<rect class=\"chart-bar chart-bar-{number}\" x=\"0\" y=\"{y}\" width=\"{length}%\" \
                     height=\"{}\" fill=\"{}\"/><text class=\"chart-value\" x=\"{length}%\" dx=\"8\" y=\"{}\" \
                     fill=\"{INK}\">{}</text>",
                    BAR - 3,
                    colour,
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
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chart() -> Chart {
        let bar = |value, shown: &str| {
            Some(Bar {
                value,
                shown: shown.to_owned(),
            })
        };
        Chart {
            series: vec!["Đăng ký".into(), "Thực hiện".into()],
            groups: vec![
                Group {
                    label: "Kinh tế".into(),
                    bars: vec![bar(598, "598"), bar(450, "450")],
                },
                Group {
                    label: "Văn hóa & xã hội".into(),
                    bars: vec![bar(1546, "1.546"), None],
                },
            ],
        }
    }

    #[test]
    fn bars_are_as_long_as_their_numbers() {
        insta::assert_snapshot!(chart().svg(Medium::Page).replace("><", ">\n<"));
    }

    #[test]
    fn the_words_say_what_the_picture_shows() {
        assert_eq!(
            chart().words(),
            "Kinh tế: Đăng ký 598, Thực hiện 450; Văn hóa & xã hội: Đăng ký 1.546"
        );
        assert!(
            Chart {
                series: vec!["a".into()],
                groups: vec![]
            }
            .is_empty()
        );
    }
}
