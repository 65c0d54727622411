//! Papers: the receipt with its code, and the statement of a campaign (quyết toán), laid out as Decree 30/2020 has papers of
//! the administration.

use documents::{
    Block, Cell, Chart, Column, Document, Error, Language, Letterhead, Link, Number, Row, Run, Signature,
    Table,
};
use jiff::Timestamp;
use platform::i18n::{Locale, Translator};

use crate::{
    ledger::{Account, Books, Kind, Side},
    model::{Campaign, Counts, Donor, Receipt},
    words,
};

/// What papers have in common.
#[derive(Debug)]
pub struct Paper<'a> {
    /// The commune.
    pub commune: &'a str,
    /// The campaign.
    pub campaign: &'a Campaign,
    /// When the paper is made.
    pub at: Timestamp,
    /// Whether all of it is invented.
    pub demo: bool,
}

fn language(t: &Translator) -> Language {
    match t.locale() {
        Locale::Vi => Language::Vi,
        Locale::En => Language::En,
        Locale::Km => Language::Km,
    }
}

fn fact(label: String, value: impl Into<String>) -> Block {
    Block::paragraph(vec![
        Run::new(format!("{label}: ")),
        Run::new(value.into()).bold(),
    ])
}

/// A code in the middle of a low, wide picture: pictures are as wide as the text.
fn centred(code: &str) -> String {
    let code = code.replacen("<svg ", "<svg x=\"260\" y=\"0\" width=\"120\" height=\"120\" ", 1);
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"640\" height=\"120\" viewBox=\"0 0 640 120\">{code}</svg>"
    )
}

impl Paper<'_> {
    fn document(&self, t: &Translator, title: String, symbol: &str) -> Document {
        let issuer = self.campaign.terms.manager.clone();
        let mut document = Document::new(language(t), self.at, issuer.clone(), title);
        document.letterhead = Some(Letterhead {
            superior: None,
            issuer,
            number: None,
            symbol: symbol.to_owned(),
            place: self.commune.to_owned(),
            date: None,
        });
        document.demo_notice = self.demo.then(|| t.text("shell-demo-label"));
        document
    }

    /// The receipt: number, amount in figures and words, and the code by which anybody checks it at `address`.
    ///
    /// # Errors
    /// [`Error::Link`] when the address makes no code.
    pub fn receipt(
        &self,
        t: &Translator,
        (receipt, donor): (&Receipt, &Donor),
        (code, address): (&str, &str),
    ) -> Result<Document, Error> {
        let title = t.with("contributions-paper-receipt", "number", receipt.printed());
        let mut document = self.document(t, title, "BN");
        if let Some(letterhead) = &mut document.letterhead {
            letterhead.number = u32::try_from(receipt.number).ok();
            letterhead.date = Some(receipt.on);
        }
        let name = if donor.name.is_empty() {
            t.text("contributions-somebody")
        } else {
            donor.name.clone()
        };
        let mut blocks = vec![fact(t.text("contributions-paper-from"), name)];
        if !donor.address.is_empty() {
            blocks.push(fact(
                t.text("contributions-paper-address"),
                donor.address.as_str(),
            ));
        }
        blocks.push(fact(
            t.text("contributions-paper-for"),
            self.campaign.title.as_str(),
        ));
        blocks.push(fact(
            t.text("contributions-column-kind"),
            words::kind(t, receipt.kind),
        ));
        if receipt.kind != Kind::Money {
            blocks.push(fact(t.text("contributions-what"), words::valued(t, receipt)));
        }
        blocks.push(fact(
            t.text("contributions-amount"),
            words::vnd(t, receipt.amount),
        ));
        if t.locale() == Locale::Vi {
            blocks.push(fact(
                t.text("contributions-paper-in-words"),
                documents::spoken::money(receipt.amount.unsigned_abs()),
            ));
        }
        blocks.push(fact(t.text("contributions-received-on"), t.date(receipt.on)));
        if receipt.reversed_by.is_some() || receipt.refunded > 0 {
            blocks.push(fact(
                t.text("contributions-receipt-state"),
                words::receipt_state(t, receipt),
            ));
        }
        let link = Link::parse(address)?;
        blocks.push(Block::Chart(Chart {
            svg: centred(&documents::qr(&link)?),
            alt: t.with("contributions-paper-code-alt", "code", code),
            caption: t.with("contributions-paper-code", "code", code),
        }));
        blocks.push(Block::paragraph(vec![Run::new(address).link(link)]));
        document.blocks = blocks;
        document.signature = Some(Signature {
            capacity: vec![t.text("contributions-paper-receiver")],
            name: None,
        });
        Ok(document)
    }

    /// The statement of what was given, spent and is left, kind by kind, with every account.
    #[must_use]
    pub fn statement(&self, t: &Translator, books: &Books, counts: &Counts) -> Document {
        let campaign = self.campaign;
        let title = t.with("contributions-paper-statement", "title", campaign.title.as_str());
        let mut document = self.document(t, title, "QT");
        let number = |value: i64| Cell::number(language(t), Number::Integer { value });
        let totals = books.totals();
        let mut table = Table::new(
            t.text("contributions-totals"),
            vec![
                Column::text(t.text("contributions-column-kind")),
                Column::figures(t.text("contributions-given")),
                Column::figures(t.text("contributions-spent")),
                Column::figures(t.text("contributions-left")),
            ],
        );
        table.unit = Some(t.text("contributions-vnd"));
        for (kind, total) in [
            (Kind::Money, totals.money),
            (Kind::Goods, totals.goods),
            (Kind::Labour, totals.labour),
        ] {
            table.rows.push(Row::Data {
                cells: vec![
                    Cell::text(words::kind(t, kind)),
                    number(total.given),
                    number(total.spent),
                    number(total.left),
                ],
            });
        }
        let mut accounts = Table::new(
            t.text("contributions-accounts"),
            vec![
                Column::text(t.text("contributions-column-account")),
                Column::figures(t.text("contributions-column-debit")),
                Column::figures(t.text("contributions-column-credit")),
            ],
        );
        accounts.unit = Some(t.text("contributions-vnd"));
        let (mut debit, mut credit) = (0, 0);
        for account in Account::all() {
            let balance = books.balance(account);
            if balance == 0 && account.side() != Side::Debit {
                continue;
            }
            let cells = if balance >= 0 {
                debit += balance;
                [number(balance), Cell::empty()]
            } else {
                credit -= balance;
                [Cell::empty(), number(-balance)]
            };
            let [first, second] = cells;
            accounts.rows.push(Row::Data {
                cells: vec![Cell::text(words::account(t, account)), first, second],
            });
        }
        accounts.rows.push(Row::Total {
            cells: vec![
                Cell::text(t.text("contributions-sum")),
                number(debit),
                number(credit),
            ],
        });
        let mut blocks = vec![
            fact(t.text("contributions-basis"), words::basis(t, campaign.basis)),
            fact(
                t.text("contributions-period"),
                words::period(t, campaign.from, campaign.until),
            ),
            fact(t.text("contributions-state"), words::state(t, campaign.state)),
        ];
        if counts.get(Counts::DAYS) > 0 {
            blocks.push(fact(
                t.text("contributions-days"),
                t.number(counts.get(Counts::DAYS)),
            ));
        }
        if totals.came != 0 {
            blocks.push(fact(t.text("contributions-came"), words::vnd(t, totals.came)));
        }
        if totals.owed != 0 {
            blocks.push(fact(t.text("contributions-owed"), words::vnd(t, totals.owed)));
        }
        if !campaign.reason.is_empty() {
            blocks.push(Block::text(campaign.reason.as_str()));
        }
        blocks.push(Block::Table(table));
        blocks.push(Block::Table(accounts));
        blocks.push(Block::text(t.format(
            "contributions-paper-entries",
            &[
                ("count", campaign.last_entry.into()),
                ("hash", crate::content::hex(&campaign.head).into()),
            ],
        )));
        document.blocks = blocks;
        document.signature = Some(Signature {
            capacity: vec![t.text("contributions-paper-maker")],
            name: None,
        });
        document
    }
}
