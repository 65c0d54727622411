# សារ​នៃ​សៀវភៅ​ច្បាប់។ For review by a native reader. One line each, with arguments of the form { $name } only.

rulebook-cite-article = មាត្រា { $number }
rulebook-cite-clause = វាក្យខណ្ឌ { $number }
rulebook-cite-point = ចំណុច { $number }
rulebook-cite-full = { $articles }, { $title } ({ $number })
rulebook-cite-unlocated = មិនទាន់រកឃើញមាត្រា

rulebook-base-all-household-representatives = តំណាងគ្រួសារទាំងអស់
rulebook-base-all-households = គ្រួសារទាំងអស់
rulebook-base-hamlets-of-commune = ភូមិទាំងអស់នៃឃុំ
rulebook-base-attending = អ្នកចូលរួមប្រជុំ
rulebook-base-staff-or-summoned-delegates = បុគ្គលិកទាំងអស់ ឬប្រតិភូដែលបានកោះហៅទាំងអស់
rulebook-base-all-staff = បុគ្គលិកទាំងអស់
rulebook-base-voters-or-household-voters = អ្នកបោះឆ្នោតទាំងអស់ ឬអ្នកបោះឆ្នោតតំណាងគ្រួសារទាំងអស់

rulebook-lookup-unknown-topic = សៀវភៅច្បាប់គ្មានប្រធានបទ “{ $topic }” ទេ។ ប្រធានបទដែលមានឈ្មោះស្រដៀង៖ { $near }
rulebook-lookup-no-rule-for-place = “{ $topic }” គ្មានបទបញ្ញត្តិសម្រាប់ “{ $place }” ទេ មានតែសម្រាប់៖ { $places }
rulebook-lookup-before-first-rule = សៀវភៅច្បាប់គ្មានបទបញ្ញត្តិ “{ $topic }” សម្រាប់ “{ $place }” នៅថ្ងៃ { $date } ទេ។ បទបញ្ញត្តិដំបូងមានប្រសិទ្ធភាពពីថ្ងៃ { $first-day }៖ { $after }
rulebook-lookup-after-last-rule = សៀវភៅច្បាប់គ្មានបទបញ្ញត្តិ “{ $topic }” សម្រាប់ “{ $place }” នៅថ្ងៃ { $date } ទេ។ បទបញ្ញត្តិចុងក្រោយមានប្រសិទ្ធភាពដល់ថ្ងៃ { $last-day }៖ { $before }
rulebook-lookup-between-rules = សៀវភៅច្បាប់គ្មានបទបញ្ញត្តិ “{ $topic }” សម្រាប់ “{ $place }” នៅថ្ងៃ { $date } ទេ។ មុននោះ មានបទបញ្ញត្តិដល់ថ្ងៃ { $last-day }៖ { $before }។ ក្រោយនោះ មានបទបញ្ញត្តិពីថ្ងៃ { $first-day }៖ { $after }
rulebook-lookup-wrong-kind = បទបញ្ញត្តិ “{ $topic }” មានតម្លៃប្រភេទ “{ $found }” មិនមែន “{ $wanted }” ទេ

rulebook-problem-syntax = មិនអាចអាន “{ $read }” តាមវាក្យសម្ព័ន្ធ TOML បានទេ៖ { $expected }
rulebook-problem-unknown-key = គ្មានពាក្យគន្លឹះ “{ $read }” ទេ។ ពាក្យគន្លឹះដែលមាន៖ { $expected }
rulebook-problem-missing-key = “{ $read }” ខ្វះពាក្យគន្លឹះ “{ $expected }”
rulebook-problem-not-text = បានអាន { $read }។ ត្រូវការអក្សរក្នុងសញ្ញាសម្រង់៖ { $expected }
rulebook-problem-empty-text = អក្សរ { $read } ទទេ។ ត្រូវសរសេរខ្លឹមសារ៖ { $expected }
rulebook-problem-not-number = បានអាន { $read }។ ត្រូវការចំនួនគត់ក្នុងចន្លោះ { $expected }
rulebook-problem-not-date = បានអាន { $read }។ ត្រូវការកាលបរិច្ឆេទដែលមានពិត គ្មានសញ្ញាសម្រង់ ឧទាហរណ៍ { $expected }
rulebook-problem-not-flag = បានអាន { $read }។ ត្រូវការពាក្យមួយក្នុងចំណោម៖ { $expected }
rulebook-problem-not-table = បានអាន { $read }។ ត្រូវការតារាងដែលមានពាក្យគន្លឹះ៖ { $expected }
rulebook-problem-not-list = បានអាន { $read }។ ត្រូវការបញ្ជី៖ { $expected }
rulebook-problem-empty-list = បញ្ជី { $read } ទទេ។ ត្រូវមានយ៉ាងតិចមួយធាតុ៖ { $expected }
rulebook-problem-unknown-word = { $read } មិនមែនជាពាក្យមួយក្នុងចំណោម៖ { $expected }
rulebook-problem-bad-name = { $read } មិនត្រូវតាមរបៀបដាក់ឈ្មោះទេ។ ឧទាហរណ៍៖ { $expected }
rulebook-problem-id-not-file-name = លេខសម្គាល់ប្រភព “{ $read }” ខុសពីឈ្មោះឯកសារ។ សូមសរសេរ “{ $expected }” ឬប្តូរឈ្មោះឯកសារ
rulebook-problem-ends-before-start = ថ្ងៃផុតប្រសិទ្ធភាព { $read } មុនថ្ងៃចូលជាធរមាន { $expected }
rulebook-problem-outside-source = បទបញ្ញត្តិមានប្រសិទ្ធភាព { $read } ក្រៅពីរយៈពេលនៃប្រភព { $expected }
rulebook-problem-none-of = “{ $read }” ត្រូវការពាក្យគន្លឹះមួយក្នុងចំណោម៖ { $expected }
rulebook-problem-not-exactly-one = បានអាន៖ { $read }។ ត្រូវការតែមួយក្នុងចំណោមពាក្យគន្លឹះ៖ { $expected }
rulebook-problem-empty-range = ចំនួនតិចបំផុត { $read } ធំជាងចំនួនច្រើនបំផុត { $expected }
rulebook-problem-not-fraction = បានអាន “{ $read }”។ ត្រូវការប្រភាគ ដូចជា “{ $expected }”
rulebook-problem-zero-denominator = ប្រភាគ “{ $read }” មានភាគបែងសូន្យ។ ប្រភាគត្រឹមត្រូវដូចជា “{ $expected }”
rulebook-problem-impossible-share = សមាមាត្រ “{ $read }” តែងតែបាន ឬមិនដែលបាន។ ត្រូវការប្រភាគក្នុងចន្លោះ { $expected }
rulebook-problem-missing-citation = “{ $read }” មិនដកស្រង់មាត្រាទេ។ ត្រូវការពាក្យគន្លឹះ “{ $expected }”
rulebook-problem-uncertain-without-note = “{ $read }” ត្រូវបានសម្គាល់ថាមិនប្រាកដ តែមិនប្រាប់មូលហេតុ។ ត្រូវការពាក្យគន្លឹះ “{ $expected }”
rulebook-problem-duplicate-item = “{ $read }” មានពីរដងក្នុងបញ្ជីតែមួយ។ លើកទីមួយនៅ { $expected }
rulebook-problem-duplicate-rule = { $read } ត្រូវបានកំណត់រួចហើយសម្រាប់ថ្ងៃដូចគ្នានៅ { $expected }
rulebook-problem-duplicate-source = ប្រភព “{ $read }” មានរួចហើយនៅ { $expected }
rulebook-problem-unknown-source = គ្មានប្រភព “{ $read }” ទេ។ ប្រភពដែលមាន៖ { $expected }
rulebook-problem-replaces-newer = មិនអាចជំនួស { $read } បានទេ ព្រោះប្រភពនេះចូលជាធរមានតែពី { $expected }
rulebook-problem-precedence-circle = ប្រភព “{ $read }” ស្ថិតក្នុងរង្វង់អាទិភាពវិលជុំ៖ { $expected }
rulebook-problem-sources-disagree = { $read } ត្រូវបានប្រភពមួយទៀតកំណត់សម្រាប់ថ្ងៃដូចគ្នានៅ { $expected }។ សូមសរសេរ “replaces” ឬ “prevails_over” ដើម្បីប្រាប់ថាប្រភពណាមានតម្លៃ
rulebook-problem-mixed-kinds = ប្រភេទតម្លៃ “{ $read }” ខុសពីប្រធានបទដូចគ្នានៅកន្លែងផ្សេង៖ { $expected }
rulebook-problem-unknown-list = គ្មានបញ្ជី “{ $read }” មានប្រសិទ្ធភាព { $expected } ទេ
rulebook-problem-unknown-item = បញ្ជីគ្មានធាតុ “{ $read }” ទេ។ ធាតុដែលមាន៖ { $expected }
