//! What goes onto paper and over the loudspeaker.

use documents::{Code, Link, Poster, spoken};
use platform::{
    clock::vietnam,
    i18n::{Arg, Locale, Translator},
};
use rulebook::Language;

use crate::{
    model::{Matter, Version},
    rules::Lasts,
    standing::Standing,
};

/// What a sheet for a board is made of.
#[derive(Debug)]
pub struct Sheet<'a> {
    /// Who posts it.
    pub committee: String,
    /// The matter.
    pub item: &'a Matter,
    /// Its public version.
    pub version: &'a Version,
    /// Where it stands.
    pub standing: &'a Standing<'a>,
    /// Address of its page.
    pub page: String,
    /// Address of its proof.
    pub proof: Option<String>,
    /// Whether it is invented.
    pub demo: bool,
}

/// The large-print sheet.
#[must_use]
pub fn poster(t: &Translator, sheet: &Sheet<'_>) -> Poster {
    let (language, law) = match t.locale() {
        Locale::Vi => (documents::Language::Vi, Language::Vi),
        Locale::En => (documents::Language::En, Language::En),
        Locale::Km => (documents::Language::Km, Language::Km),
    };
    let published_at = sheet
        .version
        .published
        .as_ref()
        .map_or(sheet.item.changed_at, |(_, at)| *at);
    let published_on = vietnam().to_datetime(published_at).date();
    let mut facts = vec![(t.text("disclosure-fact-when"), t.date(published_on))];
    // The sheet says how long it must hang, not until when: the day counts from when it hangs everywhere.
    let stays = match sheet.standing.posting.as_ref().map(|posting| posting.lasts) {
        Some(Lasts::Days(days)) => Some(t.with("disclosure-poster-days", "count", i64::from(days))),
        Some(Lasts::Permanently) => Some(t.text("disclosure-until-permanent")),
        None => None,
    };
    facts.extend(stays.map(|stays| (t.text("disclosure-fact-until"), stays)));
    let hanging = sheet.standing.posting.as_ref().map(|posting| &posting.because);
    let named = sheet
        .standing
        .duty
        .as_ref()
        .and_then(|duty| duty.item.article.as_ref());
    let source = hanging.or(sheet.standing.duty.as_ref().map(|duty| &duty.because));
    let because = source.map_or_else(String::new, |source| {
        let articles: Vec<String> = named
            .map(|article| article.in_language(law))
            .into_iter()
            .chain(hanging.map(|hanging| hanging.citation.articles_in(law)))
            .collect();
        let citation = &source.citation;
        format!(
            "{}, {} ({})",
            articles.join("; "),
            citation.title.get(law),
            citation.number
        )
    });
    facts.push((t.text("disclosure-fact-article"), because));
    facts.push((
        t.text("disclosure-poster-object"),
        t.text("disclosure-poster-object-how"),
    ));
    let mut codes = Vec::new();
    let mut code = |address: &str, key: &str| {
        // An address that can't be printed as a code is left out: the sheet is needed all the same.
        if let Ok(link) = Link::parse(address) {
            codes.push(Code {
                link,
                caption: t.text(key),
            });
        }
    };
    code(&sheet.page, "disclosure-poster-page");
    if let Some(proof) = &sheet.proof {
        code(proof, "disclosure-poster-proof");
    }
    Poster {
        language,
        produced_at: published_at,
        issuer: sheet.committee.clone(),
        heading: t.text("disclosure-poster-heading"),
        title: sheet.version.text.title.clone(),
        summary: sheet.version.text.summary.clone(),
        body: platform::text::paragraphs(&sheet.version.text.body),
        facts,
        codes,
        demo_notice: sheet.demo.then(|| t.text("shell-demo-label")),
    }
}

/// What is read out over the loudspeaker, sentence by sentence. `t` is Vietnamese.
#[must_use]
pub fn script(t: &Translator, commune: &str, version: &Version, item: &Matter) -> Vec<String> {
    let on = item.published_on().unwrap_or(item.decided_on);
    let opening = t.format(
        "disclosure-script-opening",
        &[
            ("commune", Arg::Text(commune.to_owned())),
            ("date", Arg::Text(spoken::date(on))),
        ],
    );
    let closing = t.text("disclosure-script-closing");
    let text = &version.text;
    [opening.as_str(), &text.title, &text.summary, &text.body, &closing]
        .into_iter()
        .flat_map(spoken::sentences)
        .collect()
}
