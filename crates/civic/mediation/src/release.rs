//! What happens by itself: the figures of ended quarters come out, and words are erased on their date.

use std::collections::{BTreeMap, BTreeSet};

use facts::{ColumnValue, Ledger, Period};
use jiff::{ToSpan as _, civil::Date};
use platform::access::By;
use units::UnitId;
use uuid::Uuid;

use crate::{
    model::{Act, Case, State},
    rules,
    service::{ActError, Mediations},
    store,
    suppression::{self, Cell, Figure},
};

/// How many quarters back figures are brought out when none were before.
const QUARTERS_BACK: i64 = 8;
/// Cases erased in one transaction.
const AT_ONCE: usize = 100;

/// What was done.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tended {
    /// Quarters whose figures came out.
    pub quarters: u64,
    /// Cases whose words were erased.
    pub erased: u64,
}

/// The first and the last day of a quarter.
fn span(quarter: Period) -> (Date, Date) {
    let last = quarter.last_day();
    let first = last
        .checked_sub(2.months())
        .map_or(last, |month| month.first_of_month());
    (first, last)
}

fn next(quarter: Period) -> Period {
    Period::of(quarter.last_day().saturating_add(1.day()))
}

impl Mediations {
    /// Brings out the figures of quarters that have ended, and erases what has had its time.
    ///
    /// # Errors
    /// What the engine says; what was done before stays done.
    pub async fn tend(&self) -> Result<Tended, ActError> {
        let mut tended = Tended::default();
        let today = self.clock.today();
        let communes = store::counting_communes(&mut self.db.read().await?).await?;
        for unit in communes {
            tended.quarters += self.bring_out(unit, today).await?;
        }
        loop {
            let erased = self.erase_some(today).await?;
            tended.erased += erased;
            if erased == 0 {
                return Ok(tended);
            }
        }
    }

    async fn bring_out(&self, unit: UnitId, today: Date) -> Result<u64, ActError> {
        let mut read = self.db.read().await?;
        let last = store::last_period(&mut read, unit).await?;
        let first = store::first_day(&mut read, unit).await?;
        drop(read);
        let earliest = Period::of(today.saturating_sub((QUARTERS_BACK * 3).months()));
        let Some(mut quarter) = last
            .map(next)
            .or_else(|| first.map(|day| Period::of(day).max(earliest)))
        else {
            return Ok(0);
        };
        let mut done = 0;
        while quarter.last_day() < today {
            self.bring_out_quarter(unit, quarter).await?;
            done += 1;
            quarter = next(quarter);
        }
        Ok(done)
    }

    async fn bring_out_quarter(&self, unit: UnitId, quarter: Period) -> Result<(), ActError> {
        let (first, last) = span(quarter);
        let mut ledger = Ledger::open(&self.db, self.clock.instant()).await?;
        let out = store::counts(ledger.write(), unit).await?;
        if out.contains_key(&quarter) {
            return Ok(());
        }
        let cases = store::cases_of(ledger.write(), unit, (first, last)).await?;
        let within = |day: Date| first <= day && day <= last;
        let mut hamlets: BTreeMap<UnitId, i64> = store::teams(ledger.write(), unit)
            .await?
            .into_iter()
            .map(|team| (team.place.hamlet, 0))
            .collect();
        for case in cases.iter().filter(|case| within(case.counted_on)) {
            *hamlets.entry(case.place.hamlet).or_default() += 1;
        }
        let ended = |settled: bool| {
            let count = cases
                .iter()
                .filter(|case| case.counted_ended_on.is_some_and(within))
                .filter(|case| (case.state == State::Settled) == settled)
                .count();
            i64::try_from(count).unwrap_or(i64::MAX)
        };
        let (settled, unsettled) = (ended(true), ended(false));
        let received: i64 = hamlets.values().sum();
        let before = out
            .values()
            .next_back()
            .and_then(|counts| counts.iter().find(|(figure, ..)| *figure == Figure::Pending))
            .map_or(0, |(_, value, _)| *value);
        let mut cells: Vec<Cell> = Vec::new();
        for (at, counts) in out.values().enumerate() {
            cells.extend(counts.iter().map(|(figure, value, hidden)| Cell {
                quarter: at,
                figure: *figure,
                value: *value,
                hidden: *hidden,
            }));
        }
        let now = cells.len();
        let of_hamlets = hamlets
            .into_iter()
            .map(|(hamlet, value)| (Figure::Hamlet(hamlet), value));
        let of_commune = [
            (Figure::Received, received),
            (Figure::Settled, settled),
            (Figure::Unsettled, unsettled),
            (Figure::Pending, before + received - settled - unsettled),
        ];
        cells.extend(of_hamlets.chain(of_commune).map(|(figure, value)| Cell {
            quarter: out.len(),
            figure,
            value,
            hidden: false,
        }));
        let thresholds = rules::thresholds(&self.rulebook, last)?;
        suppression::hide(&mut cells, (thresholds.hamlet, thresholds.commune));
        let counts: Vec<(Figure, i64, bool)> = cells[now..]
            .iter()
            .map(|cell| (cell.figure, cell.value, cell.hidden))
            .collect();
        store::insert_counts(ledger.write(), unit, quarter, &counts).await?;
        let commune_is_shown = counts
            .iter()
            .all(|(figure, _, hidden)| !figure.is_of_commune() || !hidden);
        if commune_is_shown {
            self.count_cases(&mut ledger, unit, quarter, cases).await?;
        }
        ledger.commit().await?;
        Ok(())
    }

    /// Puts the cases of a quarter among what is counted: dated by the quarter's last day, without the hamlet, and by kind
    /// of dispute only where there are several of the kind.
    async fn count_cases(
        &self,
        ledger: &mut Ledger,
        unit: UnitId,
        quarter: Period,
        cases: Vec<Case>,
    ) -> Result<(), ActError> {
        let (first, last) = span(quarter);
        let within = |day: Date| first <= day && day <= last;
        let least = rules::thresholds(&self.rulebook, last)?.hamlet;
        let mut kinds: BTreeMap<&'static str, i64> = BTreeMap::new();
        for case in cases.iter().filter(|case| within(case.counted_on)) {
            *kinds.entry(case.dispute.key()).or_default() += 1;
        }
        let named: BTreeSet<&str> = kinds
            .iter()
            .filter(|(_, count)| **count >= least)
            .map(|(kind, _)| *kind)
            .collect();
        for mut case in cases {
            let new = within(case.counted_on);
            let over = case.counted_ended_on.filter(|day| within(*day)).is_some();
            let (dispute, received_on) = match &case.posted {
                None if new => {
                    let kind = case.dispute.key();
                    let kind = if named.contains(kind) { kind } else { "other" };
                    (kind.to_owned(), last)
                }
                // Of a quarter whose figures are not out for the commune: nor is its end.
                None => continue,
                Some(_) if !over => continue,
                Some((old, kind)) => {
                    ledger.retract_record(unit, *old, "Vụ, việc đã kết thúc").await?;
                    (kind.clone(), Period::of(case.counted_on).last_day())
                }
            };
            let mut values = BTreeMap::from([
                ("dispute".to_owned(), ColumnValue::Choice(dispute.clone())),
                ("received_on".to_owned(), ColumnValue::Date(received_on)),
            ]);
            if over {
                let outcome = if case.state == State::Settled {
                    "settled"
                } else {
                    "unsettled"
                };
                values.insert("closed_on".to_owned(), ColumnValue::Date(last));
                values.insert("outcome".to_owned(), ColumnValue::Choice(outcome.to_owned()));
            }
            let record = self.post(ledger, ("mediation_case", values), unit, None).await?;
            case.posted = Some((record, dispute));
            if !store::update_case(ledger.write(), &case).await? {
                return Err(ActError::Stale);
            }
        }
        Ok(())
    }

    async fn erase_some(&self, today: Date) -> Result<u64, ActError> {
        let at = self.clock.instant();
        let mut write = self.db.write().await?;
        let due = store::to_erase(&mut write, today, AT_ONCE).await?;
        // Nobody's account: it happens by itself.
        let by = By {
            account: Uuid::nil(),
            role: "clock".to_owned(),
        };
        for (place, id) in &due {
            store::erase(&mut write, place.unit, *id, at).await?;
            let line = (self.uuid(at), at);
            store::trace(&mut write, (*place, Some(*id)), line, Act::Erased, &by).await?;
        }
        write.commit().await?;
        Ok(u64::try_from(due.len()).unwrap_or(u64::MAX))
    }
}
