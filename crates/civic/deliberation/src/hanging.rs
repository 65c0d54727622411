//! Decisions and consultations on the commune's boards. Boards are another civic function's; see [`facts::boards`].

use std::sync::Arc;

use facts::{
    Ledger,
    boards::{Boards, BoardsError, Hung, Posting},
};
use jiff::civil::Date;
use platform::{
    access::By,
    db::Read,
    i18n::{Arg, Translator},
};
use units::UnitId;

use crate::{
    consultation::{
        self, ConsultationId, Consultations,
        model::{Consultation, Dossier as Consulted},
    },
    ids::MatterId,
    model::{Act, Dossier, Matter},
    pages::words::sum,
    rules::{self, Effect, Scope},
    service::{ActError, Deliberations},
};

/// The commune's boards, and the language of what hangs there: Vietnamese. Without boards, nothing is hung.
#[derive(Debug, Clone, Default)]
pub(crate) struct Hanging(Option<(Arc<dyn Boards>, Translator)>);

impl Hanging {
    pub(crate) fn on(boards: Arc<dyn Boards>, vietnamese: Translator) -> Self {
        Self(Some((boards, vietnamese)))
    }

    /// The language of what hangs, when there are boards.
    pub(crate) fn language(&self) -> Option<&Translator> {
        self.0.as_ref().map(|(_, vietnamese)| vietnamese)
    }

    pub(crate) async fn hang(
        &self,
        ledger: &mut Ledger,
        posting: &Posting,
        correction: &str,
        by: &By,
    ) -> Result<(), BoardsError> {
        match &self.0 {
            Some((boards, _)) => boards.hang(ledger, posting, correction, by).await,
            None => Ok(()),
        }
    }

    pub(crate) async fn take_down(
        &self,
        ledger: &mut Ledger,
        of: (UnitId, &str),
        reason: &str,
        by: &By,
    ) -> Result<(), BoardsError> {
        match &self.0 {
            Some((boards, _)) => boards.take_down(ledger, of, reason, by).await,
            None => Ok(()),
        }
    }

    pub(crate) async fn hung(
        &self,
        read: &mut Read,
        of: (UnitId, &str),
    ) -> Result<Option<Hung>, BoardsError> {
        match &self.0 {
            Some((boards, _)) => boards.hung(read, of).await,
            None => Ok(None),
        }
    }
}

/// The address of a decision's page.
pub(crate) fn decision_page(code: &str, matter: MatterId) -> String {
    format!("/dan-ban/{code}/{matter}")
}

/// The address of a consultation's page.
pub(crate) fn consultation_page(code: &str, id: ConsultationId) -> String {
    format!("/lay-y-kien/{code}/{id}")
}

/// The address of the summary and answers of a consultation.
pub(crate) fn summary_page(code: &str, id: ConsultationId) -> String {
    format!("{}/tong-hop", consultation_page(code, id))
}

impl Deliberations {
    /// Hangs a decision when it takes effect, and takes it down when it is annulled: within the act that does it.
    pub(crate) async fn hang_decision(
        &self,
        ledger: &mut Ledger,
        dossier: &Dossier,
        effects: (Option<Effect>, Option<Effect>),
        act: &Act,
    ) -> Result<(), ActError> {
        let Some(t) = self.hanging.language() else {
            return Ok(());
        };
        let matter = &dossier.matter;
        let page = decision_page(&self.code(matter.unit)?, matter.id);
        let decision = dossier.decision.as_ref().ok_or(ActError::Stale)?;
        match effects {
            (before, Some(Effect::From(on))) if before != effects.1 => {
                let correction = if matches!(before, Some(Effect::From(_))) {
                    t.with("deliberation-posting-moved", "date", on)
                } else {
                    String::new()
                };
                let posting = self
                    .decision_posting(ledger.write(), t, dossier, on, page)
                    .await?;
                self.hanging.hang(ledger, &posting, &correction, &act.by).await?;
            }
            (_, Some(Effect::Annulled(_))) => {
                if let Some(annulled) = &decision.annulled {
                    let reason = t.format(
                        "deliberation-posting-annulled",
                        &[
                            (
                                "ground",
                                Arg::Text(t.text(&format!("deliberation-ground-{}", annulled.ground.key()))),
                            ),
                            ("reason", Arg::Text(annulled.reasons.clone())),
                        ],
                    );
                    self.hanging
                        .take_down(ledger, (matter.unit, &page), &reason, &act.by)
                        .await?;
                }
            }
            _ => {}
        }
        Ok(())
    }

    async fn decision_posting(
        &self,
        read: &mut Read,
        t: &Translator,
        dossier: &Dossier,
        effective_on: Date,
        page: String,
    ) -> Result<Posting, ActError> {
        let matter = &dossier.matter;
        let decision = dossier.decision.as_ref().ok_or(ActError::Stale)?;
        let place = match matter.hamlet {
            Some(hamlet) => units::hamlets::get(read, hamlet).await?.map(|hamlet| hamlet.name),
            None => self
                .units
                .current()
                .get(matter.unit)
                .map(|unit| unit.name.clone()),
        }
        .unwrap_or_default();
        let summary = t.format(
            "deliberation-posting-summary",
            &[
                ("place", Arg::Text(place)),
                ("decided", Arg::Date(decision.decided_on)),
                ("effective", Arg::Date(effective_on)),
            ],
        );
        let mut body = decision.text.clone();
        if matter.seats == 0 {
            for round in dossier.deciding() {
                if let (Some(verdict), Scope::Hamlet) = (self.verdict(dossier, round)?, matter.scope()) {
                    let sum = t.with("deliberation-posting-sum", "sum", sum(t, &verdict));
                    body = format!("{body}\n\n{sum}");
                }
            }
        }
        // The document from which the time to publish runs: the decision itself, or what gave it effect.
        let decided_on = match &decision.answer {
            Some(answer) => answer.on,
            None if decision.set_for.is_some() => self.now().1,
            None => decision.decided_on,
        };
        let because = rules::disclosed_as(&self.rulebook, &matter.clause, decision.decided_on)?;
        Ok(Posting {
            unit: matter.unit,
            hamlet: matter.hamlet,
            page,
            matter: because.value.to_owned(),
            decided_on,
            title: matter.title.clone(),
            summary,
            body,
        })
    }

    /// Where a decision hangs; `None` when it never did.
    pub(crate) async fn decision_hung(
        &self,
        read: &mut Read,
        matter: &Matter,
    ) -> Result<Option<Hung>, ActError> {
        let page = decision_page(&self.code(matter.unit)?, matter.id);
        Ok(self.hanging.hung(read, (matter.unit, &page)).await?)
    }
}

impl Consultations {
    /// Hangs what is asked, in its present words.
    pub(crate) async fn hang_question(
        &self,
        ledger: &mut Ledger,
        dossier: &Consulted,
        correction: &str,
        act: &Act,
    ) -> Result<(), consultation::ActError> {
        let Some(t) = self.hanging.language() else {
            return Ok(());
        };
        let consultation = &dossier.consultation;
        let code = self.code_of(consultation.unit)?;
        let passages: Vec<String> = dossier
            .asked()
            .map(|passage| format!("{}. {}", passage.number, passage.draft))
            .collect();
        let posting = Posting {
            title: t.with("consultation-posting-title", "title", consultation.title.as_str()),
            summary: t.format(
                "consultation-posting-summary",
                &[
                    ("introduction", Arg::Text(consultation.introduction.clone())),
                    ("date", Arg::Date(consultation.closes_on)),
                ],
            ),
            body: passages.join("\n\n"),
            ..self.posting(dossier, consultation_page(&code, consultation.id))?
        };
        Ok(self.hanging.hang(ledger, &posting, correction, &act.by).await?)
    }

    /// Hangs the summary of what people said, with the answer to each group.
    pub(crate) async fn hang_answers(
        &self,
        ledger: &mut Ledger,
        dossier: &Consulted,
        act: &Act,
    ) -> Result<(), consultation::ActError> {
        let Some(t) = self.hanging.language() else {
            return Ok(());
        };
        let consultation = &dossier.consultation;
        let code = self.code_of(consultation.unit)?;
        let number = |value: u64| Arg::Number(i64::try_from(value).unwrap_or(i64::MAX));
        let groups = dossier.groups.iter().filter_map(|group| {
            let (outcome, answer) = group.answer.as_ref()?;
            Some(t.format(
                "consultation-posting-group",
                &[
                    ("summary", Arg::Text(group.summary.clone())),
                    ("people", number(group.tally.total())),
                    (
                        "outcome",
                        Arg::Text(t.text(&format!("consultation-outcome-{}", outcome.key()))),
                    ),
                    ("answer", Arg::Text(answer.clone())),
                ],
            ))
        });
        let body: Vec<String> = std::iter::once(consultation.overview.clone())
            .filter(|overview| !overview.is_empty())
            .chain(groups)
            .collect();
        let tally = dossier.tally;
        let posting = Posting {
            decided_on: self.now().1,
            title: t.with(
                "consultation-posting-answers-title",
                "title",
                consultation.title.as_str(),
            ),
            summary: t.format(
                "consultation-posting-answers-summary",
                &[
                    ("total", number(tally.total())),
                    ("agree", number(tally.agree)),
                    ("disagree", number(tally.disagree)),
                    ("other", number(tally.other)),
                ],
            ),
            body: body.join("\n\n"),
            ..self.posting(dossier, summary_page(&code, consultation.id))?
        };
        Ok(self.hanging.hang(ledger, &posting, "", &act.by).await?)
    }

    /// Takes down all that hangs of a consultation.
    pub(crate) async fn take_consultation_down(
        &self,
        ledger: &mut Ledger,
        consultation: &Consultation,
        reason: &str,
        act: &Act,
    ) -> Result<(), consultation::ActError> {
        let code = self.code_of(consultation.unit)?;
        for page in [
            consultation_page(&code, consultation.id),
            summary_page(&code, consultation.id),
        ] {
            self.hanging
                .take_down(ledger, (consultation.unit, &page), reason, &act.by)
                .await?;
        }
        Ok(())
    }

    /// Where a page of a consultation hangs; `None` when it never did.
    pub(crate) async fn consultation_hung(
        &self,
        read: &mut Read,
        unit: UnitId,
        page: &str,
    ) -> Result<Option<Hung>, consultation::ActError> {
        Ok(self.hanging.hung(read, (unit, page)).await?)
    }

    fn posting(&self, dossier: &Consulted, page: String) -> Result<Posting, consultation::ActError> {
        let consultation = &dossier.consultation;
        let opened_on = consultation.opened_on().ok_or(consultation::ActError::Stale)?;
        let because = rules::consultation_disclosed_as(&self.rulebook, opened_on)?;
        Ok(Posting {
            unit: consultation.unit,
            hamlet: consultation.hamlet,
            page,
            matter: because.value.to_owned(),
            decided_on: opened_on,
            title: String::new(),
            summary: String::new(),
            body: String::new(),
        })
    }
}
