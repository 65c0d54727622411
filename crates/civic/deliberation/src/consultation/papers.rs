//! What goes onto paper and over the loudspeaker.

use documents::{Code, Link, Poster, spoken};
use platform::i18n::{Arg, Locale, Translator};

use super::model::Dossier;

/// What a sheet for a board is made of.
#[derive(Debug)]
pub struct Sheet<'a> {
    /// Who asks.
    pub committee: String,
    /// What is asked.
    pub dossier: &'a Dossier,
    /// The article on how long.
    pub because: String,
    /// In which forms people can answer.
    pub forms: String,
    /// Address of its page.
    pub page: String,
    /// Whether it is invented.
    pub demo: bool,
}

/// The large-print sheet, with the whole text and where to say something.
#[must_use]
pub fn poster(t: &Translator, sheet: &Sheet<'_>) -> Poster {
    let consultation = &sheet.dossier.consultation;
    let facts = vec![
        (t.text("consultation-fact-closes"), t.date(consultation.closes_on)),
        (t.text("consultation-fact-affects"), consultation.affects.clone()),
        (t.text("consultation-fact-forms"), sheet.forms.clone()),
        (t.text("consultation-fact-article"), sheet.because.clone()),
    ];
    // An address that can't be printed as a code is left out: the sheet is needed all the same.
    let codes = Link::parse(&sheet.page)
        .map(|link| Code {
            link,
            caption: t.text("consultation-poster-code"),
        })
        .into_iter()
        .collect();
    Poster {
        language: match t.locale() {
            Locale::Vi => documents::Language::Vi,
            Locale::En => documents::Language::En,
            Locale::Km => documents::Language::Km,
        },
        produced_at: consultation
            .opened
            .as_ref()
            .map_or(consultation.changed_at, |opened| opened.at),
        issuer: sheet.committee.clone(),
        heading: t.text("consultation-poster-heading"),
        title: consultation.title.clone(),
        summary: consultation.introduction.clone(),
        body: sheet
            .dossier
            .asked()
            .map(|passage| format!("{}. {}", passage.number, passage.draft))
            .collect(),
        facts,
        codes,
        demo_notice: sheet.demo.then(|| t.text("shell-demo-label")),
    }
}

/// What is read out over the loudspeaker, sentence by sentence. `t` is Vietnamese.
#[must_use]
pub fn script(t: &Translator, commune: &str, dossier: &Dossier) -> Vec<String> {
    let consultation = &dossier.consultation;
    let opening = t.with("consultation-script-opening", "commune", commune);
    let closing = t.format(
        "consultation-script-closing",
        &[("date", Arg::Text(spoken::date(consultation.closes_on)))],
    );
    let passages = dossier
        .asked()
        .map(|passage| {
            let name = t.with("consultation-passage", "number", i64::from(passage.number));
            format!("{name}. {}", passage.draft)
        })
        .collect::<Vec<_>>();
    [opening.as_str(), &consultation.title, &consultation.introduction]
        .into_iter()
        .chain(passages.iter().map(String::as_str))
        .chain([closing.as_str()])
        .flat_map(spoken::sentences)
        .collect()
}
