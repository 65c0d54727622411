//! A slice that posts notices, small enough for tests.

use platform::{
    db::{DbResult, Migration, Read},
    params,
};
use transparency::{Act, Commitment, Entry, PublicItem, Subject, Subjects, subjects::Answer};
use units::UnitId;

use crate::world::Log;

pub const UNIT: UnitId = UnitId(7);
pub const UNIT_CODE: &str = "30352";

pub const MIGRATIONS: &[&[Migration]] = &[
    transparency::MIGRATIONS,
    &[Migration {
        version: 2_099_010_101,
        name: "a board for tests",
        sql: "CREATE TABLE board (unit_id BIGINT NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL, \
              PRIMARY KEY (unit_id, id))",
    }],
];

#[derive(Debug)]
pub struct Board;

impl Subjects for Board {
    fn kind(&self) -> &'static str {
        "notice"
    }

    fn label_key(&self) -> &'static str {
        "transparency-column-item"
    }

    fn page(&self, unit_code: &str, id: &str) -> String {
        format!("/bang/{unit_code}/{id}")
    }

    fn octets<'a>(&'a self, read: &'a mut Read, unit: UnitId, id: &'a str) -> Answer<'a, Option<Vec<u8>>> {
        Box::pin(async move {
            read.one(
                "SELECT body FROM board WHERE unit_id = $1 AND id = $2",
                &params![unit, id],
                |row| row.get::<String>(0).map(String::into_bytes),
            )
            .await
        })
    }

    fn items<'a>(
        &'a self,
        read: &'a mut Read,
        after: Option<(UnitId, String)>,
        limit: u32,
    ) -> Answer<'a, Vec<PublicItem>> {
        Box::pin(async move {
            let (unit, id) = after.unwrap_or((UnitId(i64::MIN), String::new()));
            read.all(
                "SELECT unit_id, id, body FROM board WHERE unit_id > $1 OR (unit_id = $1 AND id > $2) \
                 ORDER BY unit_id, id LIMIT $3",
                &params![unit, id, i64::from(limit)],
                |row| -> DbResult<PublicItem> {
                    Ok(PublicItem {
                        unit: UnitId(row.get(0)?),
                        unit_code: UNIT_CODE.to_owned(),
                        id: row.get(1)?,
                        octets: row.get::<String>(2)?.into_bytes(),
                    })
                },
            )
            .await
        })
    }
}

impl Log {
    /// Does something to a notice as a slice does: record and entry in one transaction.
    pub async fn on_board(&self, act: Act, id: &str, body: &str) {
        let mut write = self.db.write().await.unwrap();
        write
            .execute(
                "DELETE FROM board WHERE unit_id = $1 AND id = $2",
                &params![UNIT, id],
            )
            .await
            .unwrap();
        if act != Act::Withdrawn {
            write
                .execute(
                    "INSERT INTO board (unit_id, id, body) VALUES ($1, $2, $3)",
                    &params![UNIT, id, body],
                )
                .await
                .unwrap();
        }
        let entry = Entry::new(
            UNIT_CODE,
            act,
            Subject::new("notice", id),
            Commitment::to(body.as_bytes()),
            platform::clock::Clock::now(&*self.clock),
        )
        .unwrap()
        .detail("title", &format!("Thông báo {id}"))
        .unwrap();
        transparency::append(&mut write, UNIT, &entry).await.unwrap();
        write.commit().await.unwrap();
    }
}
