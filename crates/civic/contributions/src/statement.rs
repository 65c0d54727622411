//! Statements of a campaign's bank account: read whole or not at all, each line kept once, and matched by an officer who is
//! shown what it may be.

use std::{collections::HashMap, io::Cursor, ops::ControlFlow};

use intake::{Column, Form, Kind, Message, Problems};
use jiff::{ToSpan as _, civil::Date};

use crate::{
    content,
    ledger::{Giver, MOST, Purse},
    model::{By, Donor, Gift, Key, NewReceipt, Pledge, Receipt, StatementLine, StatementLineId},
    service::{ActError, Contributions},
    store,
};

/// The largest file taken, in octets, and the most lines.
pub const MOST_OCTETS: usize = 10 << 20;
const MOST_ROWS: u32 = 20_000;
/// The bank may book a gift so many days before or after the paper says.
const DAYS: i64 = 5;
/// Signs of a text below which it holds no code.
const SHORTEST: usize = 8;

const ON: &str = "on";
const AMOUNT: &str = "amount";
const REFERENCE: &str = "reference";
const TEXT: &str = "text";

/// The form of a statement.
#[must_use]
pub fn form() -> Form {
    Form::new("bank_statement", "Sao kê tài khoản")
        .column(
            Column::new(
                ON,
                &[
                    "Ngày giao dịch",
                    "Ngày",
                    "Ngày hạch toán",
                    "Ngày hiệu lực",
                    "Transaction date",
                    "Date",
                ],
                Kind::Date,
            )
            .required(),
        )
        .column(Column::new(
            AMOUNT,
            &[
                "Số tiền",
                "Số tiền ghi có",
                "Ghi có",
                "Phát sinh có",
                "Credit",
                "Amount",
            ],
            Kind::Whole {
                min: Some(0),
                max: Some(MOST),
            },
        ))
        .column(
            Column::new(
                REFERENCE,
                &[
                    "Số tham chiếu",
                    "Số giao dịch",
                    "Số bút toán",
                    "Mã giao dịch",
                    "Reference",
                ],
                Kind::Text { max_len: 100 },
            )
            .required(),
        )
        .column(Column::new(
            TEXT,
            &[
                "Nội dung",
                "Diễn giải",
                "Nội dung giao dịch",
                "Mô tả",
                "Description",
            ],
            Kind::Text { max_len: 1_000 },
        ))
        .ignoring_unknown()
}

/// A line as it stands in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Read {
    /// The day.
    pub on: Date,
    /// How much came in, in đồng.
    pub amount: i64,
    /// The bank's reference.
    pub reference: String,
    /// What the sender wrote.
    pub text: String,
}

impl Read {
    /// By what the same line is known in another statement: its day, amount and reference.
    #[must_use]
    pub fn once(&self) -> String {
        let all = format!("{}\n{}\n{}", self.on, self.amount, self.reference);
        content::hex(&content::hash(all.as_bytes()))
    }
}

/// What a file says.
#[derive(Debug)]
pub struct Sheet {
    /// Money that came in. What went out is not read.
    pub lines: Vec<Read>,
    /// What is wrong with it, each with row and column; with a single one nothing is kept.
    pub problems: Problems,
}

/// Reads a statement.
///
/// # Errors
/// What reading the octets says.
pub fn understand(octets: &[u8], name: &str) -> std::io::Result<Sheet> {
    let mut limits = intake::Limits::default();
    let mut problems = Problems::new(limits.problems);
    limits.file_bytes = MOST_OCTETS as u64;
    limits.unpacked_bytes = 256 << 20;
    limits.rows = MOST_ROWS;
    let options = intake::Options { sheet: None, limits };
    let mut lines = Vec::new();
    let mut seen: HashMap<String, u32> = HashMap::new();
    let reading = intake::read(
        Cursor::new(octets),
        name,
        &form(),
        &options,
        &mut |row| {
            let amount = row.whole(AMOUNT).unwrap_or_default();
            let (Some(on), true) = (row.date(ON), amount > 0) else {
                return ControlFlow::Continue(());
            };
            let read = Read {
                on,
                amount,
                reference: row.text(REFERENCE).unwrap_or_default().to_owned(),
                text: row.text(TEXT).unwrap_or_default().to_owned(),
            };
            match seen.insert(read.once(), row.number()) {
                Some(first) => {
                    let message = Message::new("contributions-statement-twice").with("row", first);
                    problems.push(row.problem(REFERENCE, message));
                }
                None => lines.push(read),
            }
            ControlFlow::Continue(())
        },
        &mut |_| {},
    )?;
    let mut all = reading.problems;
    all.extend(problems);
    Ok(Sheet { lines, problems: all })
}

/// Whether a sender's text holds a code: banks put spaces and signs anywhere into what people wrote.
#[must_use]
pub fn holds(text: &str, code: &str) -> bool {
    let plain: String = text
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|sign| sign.to_ascii_uppercase())
        .collect();
    code.len() >= SHORTEST && plain.contains(code)
}

/// What a line may be: promises first whose code it holds, then receipts of the same amount of days around.
#[derive(Debug, Default)]
pub struct Likely {
    /// Promises of this amount; `true` when the sender wrote the code.
    pub pledges: Vec<(Pledge, bool)>,
    /// Receipts that no line is yet; `true` when the sender wrote the code.
    pub receipts: Vec<(Receipt, bool)>,
}

/// What an officer says a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meaning {
    /// What was receipted already.
    Receipt(crate::ReceiptId),
    /// The promise that it keeps.
    Pledge(crate::model::PledgeId),
    /// A new gift by somebody who is not known.
    Gift(Giver),
    /// Money that may not be kept: it came after the end, or nobody knows what for.
    Hold,
}

impl Contributions {
    /// Keeps the lines of a statement that are not there yet; how many those were.
    ///
    /// # Errors
    /// [`ActError::Unknown`], [`ActError::NoAccount`].
    pub async fn keep_statement(&self, key: Key, lines: &[Read]) -> Result<usize, ActError> {
        let (at, _) = self.now();
        let mut write = self.db.write().await?;
        let campaign = store::lock(&mut write, key).await?.ok_or(ActError::Unknown)?;
        if crate::rules::account(&campaign.terms.account).is_none() {
            return Err(ActError::NoAccount);
        }
        let mut new = 0;
        for line in lines {
            let kept = StatementLine {
                id: StatementLineId(self.uuid(at)),
                on: line.on,
                amount: line.amount,
                reference: line.reference.clone(),
                text: line.text.clone(),
                entry: None,
            };
            if store::insert_statement_line(&mut write, key, &kept, &line.once()).await? {
                new += 1;
            }
        }
        write.commit().await?;
        Ok(new)
    }

    /// What a line may be.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn likely(
        &self,
        read: &mut platform::db::Read,
        key: Key,
        line: &StatementLine,
    ) -> Result<Likely, ActError> {
        const MOST_PLEDGES: usize = 500;
        let mut likely = Likely::default();
        for pledge in store::pledges(read, key, None, MOST_PLEDGES).await? {
            let written = holds(&line.text, &pledge.code);
            if written || pledge.amount == line.amount {
                likely.pledges.push((pledge, written));
            }
        }
        let days = |days: i64| line.on.saturating_add(days.days());
        for receipt in store::receipts_like(read, key, line.amount, (days(-DAYS), days(DAYS))).await? {
            let written = holds(&line.text, &receipt.code);
            likely.receipts.push((receipt, written));
        }
        likely.pledges.sort_by_key(|(_, written)| !written);
        likely.receipts.sort_by_key(|(_, written)| !written);
        Ok(likely)
    }

    /// Enters what an officer says a line is; the number of the ledger entry.
    ///
    /// # Errors
    /// [`ActError::Unknown`], [`ActError::Stale`] when the line has its entry, or the receipt another amount, and what
    /// receiving says.
    pub async fn say_what(
        &self,
        key: Key,
        id: StatementLineId,
        meaning: Meaning,
        (once, by): (&str, &By),
    ) -> Result<i64, ActError> {
        let mut work = self.begin(key, once, by).await?;
        let line = store::statement_line(work.register.write(), key, id)
            .await?
            .ok_or(ActError::Unknown)?;
        if line.entry.is_some() {
            return Err(ActError::Stale);
        }
        let gift = |giver, donor, pledge| NewReceipt {
            gift: Gift::Money(Purse::Bank, line.amount),
            giver,
            on: line.on,
            donor,
            named: false,
            pledge,
        };
        let entry = match meaning {
            Meaning::Receipt(receipt) => {
                let days = |days: i64| line.on.saturating_add(days.days());
                let around = (days(-DAYS), days(DAYS));
                let like = store::receipts_like(work.register.write(), key, line.amount, around).await?;
                let found = like.into_iter().find(|like| like.id == receipt);
                found.ok_or(ActError::Stale)?.entry
            }
            Meaning::Pledge(pledge) => {
                let found = store::pledge(work.register.write(), key, pledge)
                    .await?
                    .ok_or(ActError::Unknown)?;
                let donor = Donor {
                    name: found.name,
                    address: String::new(),
                };
                let new = gift(found.giver, donor, Some(pledge));
                self.receive_in(&mut work, &new).await?.entry
            }
            Meaning::Gift(giver) => {
                let new = gift(giver, Donor::default(), None);
                self.receive_in(&mut work, &new).await?.entry
            }
            Meaning::Hold => self.hold_in(&mut work, (line.on, line.amount), "").await?,
        };
        if !store::match_line(work.register.write(), key, id, entry).await? {
            return Err(ActError::Stale);
        }
        work.register.commit().await?;
        Ok(entry)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_found_in_what_banks_make_of_it() {
        assert!(holds("MBVCB.123 ung ho 7k3p-9qx2 tu NGUYEN VAN A", "7K3P9QX2"));
        assert!(!holds("ung ho 7K3P9QX", "7K3P9QX2"));
        assert!(!holds("bat ky", ""), "no code is in every text");
    }
}
