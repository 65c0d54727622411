//! Names that people mistype: which of many a written one may have meant.

use std::collections::BTreeSet;

use platform::text::slug;

/// How many names are offered.
const OFFERED: usize = 5;

/// The names most like the one written, best first; those that share less than half of its pairs of letters are
/// left out.
pub(crate) fn near<'n>(written: &str, names: impl Iterator<Item = &'n str>) -> Vec<&'n str> {
    let wanted = pairs(written);
    let mut found: Vec<(usize, &str)> = names
        .filter_map(|name| {
            let own = pairs(name);
            let shared = wanted.intersection(&own).count();
            let alike = 200 * shared / (wanted.len() + own.len()).max(1);
            (alike >= 50).then_some((alike, name))
        })
        .collect();
    found.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(b.1)));
    found.dedup_by_key(|(_, name)| *name);
    found.into_iter().take(OFFERED).map(|(_, name)| name).collect()
}

fn pairs(text: &str) -> BTreeSet<(char, char)> {
    let letters: Vec<char> = slug(text).chars().collect();
    letters.windows(2).map(|pair| (pair[0], pair[1])).collect()
}

#[cfg(test)]
mod tests {
    use super::near;

    #[test]
    fn slips_of_the_finger_are_forgiven() {
        let names = ["Ấp Vĩnh Thành", "Ấp Vĩnh Lợi", "Khóm 5", "Ấp Phú Hòa"];
        assert_eq!(near("ap vinh thanhh", names.into_iter())[0], "Ấp Vĩnh Thành");
        assert!(near("Cầu Dây Văng", names.into_iter()).is_empty());
    }
}
