# Messages of the rulebook. One line each, with arguments of the form { $name } only, because the crate prints them itself.

rulebook-cite-article = Article { $number }
rulebook-cite-clause = clause { $number }
rulebook-cite-point = point { $number }
rulebook-cite-full = { $articles }, { $title } ({ $number })
rulebook-cite-unlocated = Article not yet located

rulebook-base-all-household-representatives = all household representatives
rulebook-base-all-households = all households
rulebook-base-hamlets-of-commune = all hamlets of the commune
rulebook-base-attending = those attending
rulebook-base-staff-or-summoned-delegates = all staff, or all delegates summoned
rulebook-base-all-staff = all staff
rulebook-base-voters-or-household-voters = all voters, or all voters representing households

rulebook-lookup-unknown-topic = the rulebook has no topic “{ $topic }”; topics with similar names: { $near }
rulebook-lookup-no-rule-for-place = “{ $topic }” has no rule for “{ $place }”, only for: { $places }
rulebook-lookup-before-first-rule = the rulebook holds no rule “{ $topic }” for “{ $place }” on { $date }; the earliest is in force from { $first-day }: { $after }
rulebook-lookup-after-last-rule = the rulebook holds no rule “{ $topic }” for “{ $place }” on { $date }; the last was in force until { $last-day }: { $before }
rulebook-lookup-between-rules = the rulebook holds no rule “{ $topic }” for “{ $place }” on { $date }; before that, one was in force until { $last-day }: { $before }; after that, one is in force from { $first-day }: { $after }
rulebook-lookup-wrong-kind = the rule “{ $topic }” has a value of kind “{ $found }”, not “{ $wanted }”

rulebook-problem-syntax = cannot read “{ $read }” as TOML: { $expected }
rulebook-problem-unknown-key = there is no key “{ $read }”; the keys are: { $expected }
rulebook-problem-missing-key = “{ $read }” lacks the key “{ $expected }”
rulebook-problem-not-text = read { $read }; expected text in quotation marks: { $expected }
rulebook-problem-empty-text = the text { $read } is empty; write something: { $expected }
rulebook-problem-not-number = read { $read }; expected a whole number in { $expected }
rulebook-problem-not-date = read { $read }; expected a day that exists, without quotation marks, such as { $expected }
rulebook-problem-not-flag = read { $read }; expected one of: { $expected }
rulebook-problem-not-table = read { $read }; expected a table with the keys: { $expected }
rulebook-problem-not-list = read { $read }; expected a list: { $expected }
rulebook-problem-empty-list = the list { $read } is empty; it needs an entry: { $expected }
rulebook-problem-unknown-word = { $read } is not one of the words: { $expected }
rulebook-problem-bad-name = { $read } is not written as such names are; an example: { $expected }
rulebook-problem-id-not-file-name = the source's id “{ $read }” differs from the file's name; write “{ $expected }” or rename the file
rulebook-problem-ends-before-start = the last day in force, { $read }, is before the first, { $expected }
rulebook-problem-outside-source = the rule is in force { $read }, outside its source's { $expected }
rulebook-problem-none-of = “{ $read }” needs one of the keys: { $expected }
rulebook-problem-not-exactly-one = read: { $read }; expected exactly one of the keys: { $expected }
rulebook-problem-empty-range = the least allowed, { $read }, is above the most allowed, { $expected }
rulebook-problem-not-fraction = read “{ $read }”; expected a fraction such as “{ $expected }”
rulebook-problem-zero-denominator = the fraction “{ $read }” has a denominator of zero; a fraction looks like “{ $expected }”
rulebook-problem-impossible-share = the share “{ $read }” is always met or never; expected a fraction in { $expected }
rulebook-problem-missing-citation = “{ $read }” cites no article; add the key “{ $expected }”
rulebook-problem-uncertain-without-note = “{ $read }” is marked uncertain without saying why; add the key “{ $expected }”
rulebook-problem-duplicate-item = “{ $read }” is twice in one list; first at { $expected }
rulebook-problem-duplicate-rule = { $read } is already ruled for the same days at { $expected }
rulebook-problem-duplicate-source = the source “{ $read }” is already at { $expected }
rulebook-problem-unknown-source = there is no source “{ $read }”; the sources are: { $expected }
rulebook-problem-replaces-newer = cannot replace { $read }, because this source is in force only from { $expected }
rulebook-problem-precedence-circle = the source “{ $read }” stands in a circle of sources that prevail over one another: { $expected }
rulebook-problem-sources-disagree = { $read } is ruled by another source for the same days at { $expected }; say “replaces” or “prevails_over” to tell which one holds
rulebook-problem-mixed-kinds = the value's kind “{ $read }” differs from that of the same topic elsewhere: { $expected }
rulebook-problem-unknown-list = there is no list “{ $read }” in force { $expected }
rulebook-problem-unknown-item = the list has no entry “{ $read }”; its entries are: { $expected }
