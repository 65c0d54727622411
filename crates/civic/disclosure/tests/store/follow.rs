//! Following a board by mail, with a real mail server, on both databases.

use disclosure::follow::{Asked, Wish, rules::Rhythm, store as followers};
use platform::testing::MailServer;
use platform::{
    mail::{Carrier, Post, Security, Settings},
    outbox::{self, Carry as _, OutboxKey},
};

use super::*;

const SCHEMA: &[&[platform::db::Migration]] = &[
    outbox::MIGRATIONS,
    units::MIGRATIONS,
    facts::MIGRATIONS,
    transparency::MIGRATIONS,
    disclosure::MIGRATIONS,
];

/// A board with its post office.
struct Board {
    db: Database,
    hands: SetClock,
    desk: Disclosures,
    post: Arc<Post>,
    server: MailServer,
    /// The hamlet that is asked for; none for the whole board.
    hamlet: Option<UnitId>,
}

impl Board {
    async fn open(db: Database) -> Self {
        units::load_official(&db, Timestamp::UNIX_EPOCH).await.unwrap();
        let hands = SetClock::at(date(2025, 10, 6), 9);
        let mut next = 0_u64;
        let post = Arc::new(Post::new(
            "Bảng công khai <thong-bao@dinh.example>".parse().unwrap(),
            "https://dinh.example",
            OutboxKey::new([7; 32]),
            Box::new(move |octets| {
                next += 1;
                octets.fill(0);
                octets[..8].copy_from_slice(&next.to_be_bytes());
            }),
        ));
        Self {
            desk: desk(&db, &hands).post(Some(Arc::clone(&post))),
            server: MailServer::start(),
            db,
            hands,
            post,
            hamlet: None,
        }
    }

    async fn ask(&self, unit: UnitId, address: &str, rhythm: Rhythm) -> Asked {
        let wish = Wish {
            address: address.to_owned(),
            rhythm,
            language: Locale::Vi,
            hamlet: self.hamlet,
        };
        let unit = units().get(unit).unwrap().clone();
        let t = translations().translator(Locale::Vi);
        self.desk
            .ask_to_follow(&unit, &wish, "1.2.3.*", &t)
            .await
            .unwrap()
    }

    /// Tells followers, carries the mail, and gives what the server took since the last time, as plain text.
    async fn carried(&self) -> Vec<String> {
        let before = self.server.taken().len();
        self.desk.tell_followers(&translations()).await.unwrap();
        let settings = Settings {
            server: "127.0.0.1".to_owned(),
            port: Some(self.server.port()),
            security: Security::None,
            ca_file: None,
            user: None,
            password_file: None,
            from: String::new(),
            key_file: None,
            inbox: None,
        };
        let clock = Arc::new(self.hands.clone());
        let carrier = Carrier::new(
            self.db.clone(),
            clock,
            Arc::clone(&self.post),
            settings,
            "a".to_owned(),
        );
        carrier.round().await.unwrap();
        self.server.taken().split_off(before)
    }

    /// Follows with a link that the owner of the address got.
    async fn follow(&self, unit: UnitId, address: &str, rhythm: Rhythm) {
        assert_eq!(self.ask(unit, address, rhythm).await, Asked::Sent);
        let mails = self.carried().await;
        let (unit, id, token) = link(mails.last().unwrap(), "");
        assert_eq!(
            self.desk.confirm_following(unit, id, &token).await.unwrap(),
            rhythm
        );
    }

    async fn followers(&self, unit: UnitId) -> i64 {
        followers::count(&mut self.db.read().await.unwrap(), unit)
            .await
            .unwrap()
    }
}

/// The link of a mail to confirm, or to stop: unit, follower and token.
fn link(mail: &str, ending: &str) -> (UnitId, disclosure::FollowerId, String) {
    let text = readable(mail);
    let wanted = "https://dinh.example/theo-doi/";
    let found = text.split(wanted).skip(1).find_map(|rest| {
        let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || "-/".contains(c)))?;
        let link = rest[..end].strip_suffix(ending)?;
        let mut parts = link.split('/');
        let (unit, id, token) = (parts.next()?, parts.next()?, parts.next()?);
        parts.next().is_none().then(|| {
            (
                unit.parse().map(UnitId).unwrap(),
                id.parse().unwrap(),
                token.to_owned(),
            )
        })
    });
    found.unwrap_or_else(|| panic!("no link in\n{text}"))
}

/// A mail with its quoted-printable and base64 undone as far as words go.
fn readable(mail: &str) -> String {
    let mut octets = Vec::new();
    let joined = mail.replace("=\r\n", "").replace("=\n", "");
    let mut rest = joined.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let coded = (*first == b'=')
            .then(|| after.get(..2))
            .flatten()
            .and_then(|digits| std::str::from_utf8(digits).ok())
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        match coded {
            Some(octet) => {
                octets.push(octet);
                rest = &after[2..];
            }
            None => {
                octets.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&octets).into_owned()
}

#[tokio::test]
async fn nobody_gets_mail_before_confirming_and_everybody_stops_with_one_click() {
    on_both(SCHEMA, |db| async move {
        let board = Board::open(db).await;
        board.ask(commune(), "an@example.vn", Rhythm::Each).await;
        let asked = board.carried().await;
        assert_eq!(asked.len(), 1);
        assert!(
            !asked[0].contains("List-Unsubscribe"),
            "there is nothing to stop yet"
        );
        posted(
            &board.desk,
            &draft("budget", date(2025, 10, 3), "Ngân sách quý III"),
        )
        .await;
        assert!(board.carried().await.is_empty(), "not confirmed");

        let (unit, id, token) = link(&asked[0], "");
        let wrong = "0".repeat(32);
        assert!(matches!(
            board.desk.confirm_following(unit, id, &wrong).await,
            Err(ActError::Unknown)
        ));
        board.desk.confirm_following(unit, id, &token).await.unwrap();
        board.desk.confirm_following(unit, id, &token).await.unwrap();
        assert_eq!(board.followers(unit).await, 1);
        assert!(
            board.carried().await.is_empty(),
            "what happened before is not told"
        );

        board.hands.set(date(2025, 10, 6), 10);
        let item = posted(
            &board.desk,
            &draft("fees", date(2025, 10, 3), "Phí chợ từ 01/11/2025"),
        )
        .await;
        let mails = board.carried().await;
        assert_eq!(mails.len(), 1);
        let text = readable(&mails[0]);
        assert!(
            text.contains("Phí chợ từ 01/11/2025") && text.contains("Tóm tắt dễ hiểu."),
            "{text}"
        );
        assert!(text.contains(&format!("/{item}")), "{text}");
        assert!(mails[0].contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click"));
        assert!(board.carried().await.is_empty(), "told once");

        board
            .desk
            .withdraw(unit, item, "Đăng nhầm", leader())
            .await
            .unwrap();
        let mails = board.carried().await;
        let text = readable(&mails[0]);
        assert!(text.contains("Đăng nhầm") && !text.contains("Phí chợ"), "{text}");

        let (_, _, stop) = link(&mails[0], "/dung");
        assert!(matches!(
            board.desk.stop_following(unit, id, &wrong).await,
            Err(ActError::Unknown)
        ));
        // A mail that still waits is dropped with the address.
        posted(
            &board.desk,
            &draft("public_assets", date(2025, 10, 3), "Tài sản công"),
        )
        .await;
        board.desk.tell_followers(&translations()).await.unwrap();
        board.desk.stop_following(unit, id, &stop).await.unwrap();
        board.desk.stop_following(unit, id, &stop).await.unwrap();
        assert_eq!(board.followers(unit).await, 0);
        assert!(board.carried().await.is_empty());
        assert_eq!(
            outbox::count(&mut board.db.read().await.unwrap(), unit.0, "dropped")
                .await
                .unwrap(),
            1
        );
    })
    .await;
}

#[tokio::test]
async fn a_digest_comes_in_the_evening_and_tells_of_every_commune() {
    on_both(SCHEMA, |db| async move {
        let board = Board::open(db).await;
        let province = units().get(commune()).unwrap().parent.unwrap();
        board.follow(commune(), "an@example.vn", Rhythm::Daily).await;
        board.follow(province, "ba@example.vn", Rhythm::Daily).await;
        board.hands.set(date(2025, 10, 6), 10);
        posted(
            &board.desk,
            &draft("budget", date(2025, 10, 3), "Ngân sách quý III"),
        )
        .await;
        posted(&board.desk, &draft("fees", date(2025, 10, 3), "Phí chợ")).await;
        assert!(board.carried().await.is_empty(), "not before the evening");
        board.hands.set(date(2025, 10, 6), 18);
        // After it closed: this is tomorrow's.
        posted(
            &board.desk,
            &draft("public_assets", date(2025, 10, 3), "Tài sản công"),
        )
        .await;
        let mails = board.carried().await;
        assert_eq!(mails.len(), 2);
        for mail in &mails {
            let text = readable(mail);
            assert!(
                text.contains("Ngân sách quý III") && text.contains("Phí chợ"),
                "{text}"
            );
            assert!(!text.contains("Tài sản công"), "{text}");
        }
        assert!(board.carried().await.is_empty(), "one a day");
        board.hands.set(date(2025, 10, 7), 18);
        assert_eq!(board.carried().await.len(), 2);
        board.hands.set(date(2025, 10, 8), 18);
        assert!(board.carried().await.is_empty(), "nothing happened");
    })
    .await;
}

#[tokio::test]
async fn addresses_are_told_to_nobody_and_erased_when_they_are_none() {
    on_both(SCHEMA, |db| async move {
        let board = Board::open(db).await;
        board.follow(commune(), "an@example.vn", Rhythm::Each).await;
        for hour in 10..15 {
            board.hands.set(date(2025, 10, 6), hour);
            let asked = board.ask(commune(), "AN@example.vn", Rhythm::Daily).await;
            assert_eq!(asked, Asked::Sent, "the same answer");
        }
        assert_eq!(
            board.carried().await.len(),
            2,
            "three a day to one address, the first among them"
        );
        assert_eq!(board.followers(commune()).await, 1);

        assert_eq!(
            board.ask(commune(), "refuse-x@example.vn", Rhythm::Each).await,
            Asked::Sent
        );
        assert!(board.carried().await.is_empty());
        board.desk.tell_followers(&translations()).await.unwrap();
        let mut read = board.db.read().await.unwrap();
        let known = followers::by_address(
            &mut read,
            commune().into(),
            &board.post.fingerprint("refuse-x@example.vn"),
        )
        .await;
        assert_eq!(known.unwrap(), None, "there is no such address");
        let sealed = followers::by_address(
            &mut read,
            commune().into(),
            &board.post.fingerprint("an@example.vn"),
        )
        .await;
        let sealed = sealed.unwrap().unwrap().address;
        assert!(!sealed.windows(7).any(|octets| octets == b"example"));
        drop(read);

        // A link goes stale after two days, and who never confirmed is erased.
        board.ask(commune(), "cu@example.vn", Rhythm::Each).await;
        let mails = board.carried().await;
        let (unit, id, token) = link(&mails[0], "");
        board.hands.set(date(2025, 10, 8), 15);
        assert!(matches!(
            board.desk.confirm_following(unit, id, &token).await,
            Err(ActError::Unknown)
        ));
        board
            .desk
            .tend(&translations().translator(Locale::Vi))
            .await
            .unwrap();
        let mut read = board.db.read().await.unwrap();
        let known = followers::by_address(
            &mut read,
            commune().into(),
            &board.post.fingerprint("cu@example.vn"),
        )
        .await;
        assert_eq!(known.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn one_network_can_t_have_mail_sent_without_end() {
    on_both(SCHEMA, |db| async move {
        let board = Board::open(db).await;
        let mut sent = 0;
        for number in 0..40 {
            let asked = board
                .ask(commune(), &format!("an{number}@example.vn"), Rhythm::Each)
                .await;
            sent += usize::from(asked == Asked::Sent);
        }
        assert_eq!(sent, 30);
        board.hands.set(date(2025, 10, 6), 11);
        assert_eq!(
            board.ask(commune(), "ba@example.vn", Rhythm::Each).await,
            Asked::Sent
        );
    })
    .await;
}

#[tokio::test]
async fn who_follows_a_hamlet_is_told_of_what_hangs_there_and_of_nothing_else() {
    on_both(SCHEMA, |db| async move {
        let mut board = Board::open(db).await;
        let mut write = board.db.write().await.unwrap();
        let source = units::NewSource {
            title: "Thử".to_owned(),
            ..units::NewSource::default()
        };
        let source = units::source_id(&mut write, &source).await.unwrap();
        let new = ["Khóm Một", "Khóm Hai"].map(|name| units::hamlets::NewHamlet {
            commune: commune(),
            code: None,
            name: name.to_owned(),
            kind: units::UnitKind::Khom,
            valid_from: None,
            valid_to: None,
            source,
        });
        let hamlets = units::hamlets::insert(&mut write, &new).await.unwrap();
        write.commit().await.unwrap();
        let points = [1, 2].map(|index| Site {
            id: SiteId(Uuid::from_u128(200 + index)),
            kind: SiteKind::CommunityPoint,
            hamlet: Some(hamlets[usize::try_from(index).unwrap() - 1]),
            name: format!("Điểm {index}"),
            opened_on: date(2025, 7, 1),
            closed_on: None,
        });
        board.desk.open_sites(commune(), &points).await.unwrap();

        // One address follows a hamlet by a mail for each, and the whole board by digests.
        board.hamlet = Some(hamlets[0]);
        board.follow(commune(), "an@example.vn", Rhythm::Each).await;
        board.follow(commune(), "ba@example.vn", Rhythm::Daily).await;
        board.hamlet = None;
        board.follow(commune(), "an@example.vn", Rhythm::Daily).await;
        assert_eq!(board.followers(commune()).await, 3);
        board.hamlet = Some(UnitId(999_999));
        let t = translations().translator(Locale::Vi);
        let wish = Wish {
            address: "cu@example.vn".to_owned(),
            rhythm: Rhythm::Each,
            language: Locale::Vi,
            hamlet: board.hamlet,
        };
        let unit = units().get(commune()).unwrap().clone();
        assert!(matches!(
            board.desk.ask_to_follow(&unit, &wish, "1.2.3.*", &t).await,
            Err(ActError::Unknown)
        ));

        board.hands.set(date(2025, 10, 6), 10);
        let item = posted(&board.desk, &draft("fees", date(2025, 10, 3), "Phí chợ")).await;
        assert!(board.carried().await.is_empty(), "it hangs nowhere yet");
        let hang = async |site: &Site| {
            let (at, _) = board.desk.now();
            let new = NewSighting {
                item,
                site: site.id,
                seen: Seen::Posted,
                at,
                photo: None,
                note: String::new(),
            };
            board.desk.see(commune(), new, head()).await.unwrap()
        };
        hang(&points[1]).await;
        assert!(board.carried().await.is_empty(), "that is another hamlet's");
        hang(&points[0]).await;
        let mails = board.carried().await;
        assert_eq!(mails.len(), 1);
        let text = readable(&mails[0]);
        assert!(
            text.contains("Dán tại điểm niêm yết Khóm Một") && text.contains("Phí chợ"),
            "{text}"
        );
        hang(&points[0]).await;
        assert!(board.carried().await.is_empty(), "told once");

        // The evening's digests: one of the whole board, one of the hamlet.
        board.hands.set(date(2025, 10, 6), 18);
        let mails = board.carried().await;
        assert_eq!(mails.len(), 2, "{mails:?}");
        let hung = mails
            .iter()
            .filter(|mail| readable(mail).contains("Dán tại điểm niêm yết Khóm Một"));
        assert_eq!(hung.count(), 1);

        // A withdrawal is told wherever it hung, without its words.
        board
            .desk
            .withdraw(commune(), item, "Đăng nhầm", leader())
            .await
            .unwrap();
        let mails = board.carried().await;
        let text = readable(&mails[0]);
        assert!(text.contains("Đăng nhầm") && !text.contains("Phí chợ"), "{text}");
        let (unit, id, stop) = link(&mails[0], "/dung");
        board.desk.stop_following(unit, id, &stop).await.unwrap();
        assert_eq!(board.followers(commune()).await, 2);
        let mut read = board.db.read().await.unwrap();
        let hung = store::hung_in(&mut read, commune(), hamlets[1], 10)
            .await
            .unwrap();
        assert_eq!(hung.len(), 1, "the feed says what became of it");
    })
    .await;
}
