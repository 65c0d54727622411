# Administrative units. For review by a native reader.

# Pages
units-nav = អង្គភាពរដ្ឋបាល
units-title = អង្គភាពរដ្ឋបាល
units-lead = ស្វែងរកខេត្ត ឃុំ សង្កាត់ តំបន់ពិសេសសព្វថ្ងៃ និងអង្គភាពមុនថ្ងៃ 01/07/2025៖ អ្វីបានរួមចូលអ្វី និងអ្វីបានបំបែក។
units-search = ស្វែងរក
units-search-label = ស្វែងរកអង្គភាព
units-search-hint = វាយឈ្មោះ ឬលេខកូដ ទាំងឈ្មោះចាស់ក៏បាន។ ឧទាហរណ៍៖ phu huu an giang, 30352
units-found = អង្គភាព { $count } ត្រូវនឹង “{ $query }”
units-found-nothing = គ្មានអង្គភាពណា ចាស់ ឬថ្មី ត្រូវនឹង “{ $query }” ទេ។
units-found-nothing-duty = សូមសាកពាក្យតិចជាងនេះ ឬជ្រើសខេត្តពីបញ្ជីខាងក្រោម។
units-no-day = “{ $found }” មិនមែនជាថ្ងៃទេ។ សូមសរសេរដូច 2024-12-31 ឬ 31/12/2024។
units-provinces-on = ខេត្តនៅថ្ងៃ { $date }
units-provinces-caption = ចំនួនអង្គភាពចំណុះក្នុងខេត្ត និងទីក្រុងនីមួយៗ
units-provinces-total = ទូទាំងប្រទេស៖ ខេត្ត និងទីក្រុង { $count }
units-province = ខេត្ត ឬទីក្រុង
units-level-district = ថ្នាក់ស្រុក
units-level-commune = ថ្នាក់ឃុំ
units-map-on = មើលថ្ងៃ { $date }
units-map-today = មើលថ្ងៃនេះ
units-name = ឈ្មោះ
units-code = លេខកូដ
units-code-is = លេខកូដ { $code }
units-kind = ប្រភេទ
units-parent = ចំណុះ
units-days = ពេលវេលា
units-days-from = ចាប់ពី { $from }
units-days-to = រហូតដល់ { $to }
units-days-between = ពី { $from } ដល់ { $to }
units-area = ផ្ទៃដី
units-area-value = { $area } គម²
units-centre = ចំណុចកណ្តាល (រយៈទទឹង រយៈបណ្តោយ)
units-report = របាយការណ៍
units-report-of = ប្រជាធិបតេយ្យនៅមូលដ្ឋាន ឆ្នាំ { $year }
units-ended = អង្គភាពនេះលែងមានចាប់ពីថ្ងៃ { $date }។ ឈ្មោះ តួលេខ និងកំណត់ត្រាត្រូវរក្សាទុកដដែល។
units-formed-on = បង្កើតនៅថ្ងៃ { $date }
units-formed-lead = បង្កើតពីអង្គភាព { $count }៖
units-formed-from = បង្កើតពី
units-formed-unknown = មិនទាន់មានប្រភពណាបញ្ជាក់ថាអង្គភាពនេះបង្កើតពីអ្វីទេ។
units-continues = ឈ្មោះ និងដែនដីនៅដដែល ប្តូរតែអង្គភាពខាងលើ ឬការរៀបចំខាងក្រោម។
units-became-on = លែងមានចាប់ពីថ្ងៃ { $date }
units-became-lead = រួមចូលអង្គភាព { $count }៖
units-became = រួមចូល
units-became-unknown = មិនទាន់មានប្រភពណាបញ្ជាក់ថាអង្គភាពនេះរួមចូលទៅណាទេ។
units-continued = បន្តដោយឈ្មោះ និងដែនដីដដែល។
units-district-ended = ថ្នាក់ស្រុកត្រូវបានបញ្ចប់ទូទាំងប្រទេស ឃុំ និងសង្កាត់ចំណុះផ្ទាល់ខេត្ត។
units-link = { $unit } ({ $share })
units-share-whole = ទាំងមូល
units-share-part = មួយផ្នែក
units-share-unchanged = នៅដដែល
units-derived = សន្និដ្ឋានពីការរៀបចំឃុំ មិនមែនប្រភពដោយឡែកទេ។
units-decided-by = មូលដ្ឋាន៖ { $document }
units-disputed = នៅមានភាពខុសគ្នា
units-dispute-denies = ប្រភពខុសគ្នា៖ { $source } មិនបញ្ជាក់ថា { $old } រួមចូល { $new } ទេ។ ទីនេះតាមប្រភពចម្បងរហូតដល់មានឯកសារបញ្ជាក់។
units-dispute-claims = ប្រភពខុសគ្នា៖ { $source } បញ្ជាក់ថា { $old } រួមចូល { $new } តែប្រភពចម្បងមិនបញ្ជាក់។ ទីនេះតាមប្រភពចម្បងរហូតដល់មានឯកសារបញ្ជាក់។
units-below = អង្គភាពចំណុះ
units-below-on = អង្គភាពចំណុះនៅថ្ងៃ { $date }
units-hamlets = ភូមិ និងក្រុមប្រជាជន
units-hamlets-of = ភូមិ និងក្រុមប្រជាជននៃ { $unit }
units-no-hamlets = មិនទាន់មានបញ្ជីភូមិ និងក្រុមប្រជាជននៃអង្គភាពនេះនៅថ្ងៃនេះទេ។
units-no-hamlets-duty = គណៈកម្មាធិការប្រជាជនឃុំធ្វើបញ្ជី អ្នកគ្រប់គ្រងនាំចូលពីឯកសារ។
units-sources = ប្រភព
units-source = ប្រភព
units-source-licence = { $source } អាជ្ញាប័ណ្ណ { $licence }
units-to-index = មើលខេត្ត និងទីក្រុងទាំងអស់
units-line = { $label }៖ { $value }

# A name that names no unit, or several
units-ambiguous-title = មានអង្គភាពច្រើនឈ្មោះដូចគ្នា
units-ambiguous = នៅថ្ងៃ { $date } មានអង្គភាពច្រើនឈ្មោះ “{ $text }”។ សូមជ្រើសមួយ ឬប្រើលេខកូដ។
units-unknown-title = គ្មានអង្គភាពនេះទេ
units-unknown = នៅថ្ងៃ { $date } គ្មានអង្គភាពណាមានឈ្មោះ ឬលេខកូដ “{ $text }” ទេ។
units-candidates = អង្គភាពឈ្មោះដូចគ្នា
units-other-dates = មាននៅពេលផ្សេង
units-near = ឈ្មោះស្រដៀង

# Undoing a reorganisation
units-undo-unknown = គ្មានការរៀបចំលេខ { $number } ទេ។ សូមមើលបញ្ជី៖ dinh units reorganisations។
units-undo-already = «{ $title }» ត្រូវបានលុបចោលរួចហើយនៅថ្ងៃ { $date } ហេតុផល៖ { $reason }។
units-undo-built-on = មានការរៀបចំក្រោយផ្អែកលើមួយនេះ សូមលុបជាមុន៖ { $titles }។
units-undo-no-reason = សូមសរសេរហេតុផល៖ ហេតុផលត្រូវរក្សាទុក និងបង្ហាញ។
units-undo-failed = មូលដ្ឋានទិន្នន័យមានបញ្ហា គ្មានអ្វីផ្លាស់ប្តូរទេ។

# Reorganisations in a terminal
units-reorganisation = { $number }. ពីថ្ងៃ { $date }៖ { $title } ({ $document })
units-reorganisation-undone = { $reorganisation }។ បានលុបចោលនៅថ្ងៃ { $date } ហេតុផល៖ { $reason }

# What is wrong with a file
units-problem-beside = { $column }៖ { $what }
units-problem-in-column = បន្ទាត់ { $line } ជួរឈរ { $column }៖ { $what }
units-problem-on-line = បន្ទាត់ { $line }៖ { $what }
units-import-encoding = អក្សរមិនមែន UTF-8 ទេ។ សូមរក្សាទុកជា UTF-8 ហើយសាកម្តងទៀត
units-import-csv = អាន CSV មិនបាន៖ { $reason }
units-import-column-missing = ខ្វះជួរឈរ { $missing }។ ជួរឈរ៖ { $expected }
units-import-column-unknown = មិនស្គាល់ជួរឈរ { $found }។ ជួរឈរ៖ { $expected }
units-import-cells = មាន { $found } ក្រឡា ត្រូវការ { $expected } ដូចបន្ទាត់ដំបូង
units-import-empty = មិនត្រូវទុកទទេ
units-import-choice = “{ $found }” មិនត្រឹមត្រូវ ត្រូវជាមួយក្នុងចំណោម៖ { $expected }
units-import-date = “{ $found }” មិនមែនជាថ្ងៃទេ។ សូមសរសេរដូច 2025-07-01 ឬ 01/07/2025
units-import-number = “{ $found }” មិនមែនជាលេខពី { $from } ដល់ { $to } ទេ
units-import-nothing = គ្មានការផ្លាស់ប្តូរ
units-import-no-unit-ends = គ្មានអង្គភាពលេខ { $found } បញ្ចប់ថ្ងៃ { $date }។ ថ្ងៃបញ្ចប់៖ { $expected }
units-import-no-unit-begins = គ្មានអង្គភាពលេខ { $found } ចាប់ផ្តើមថ្ងៃ { $date }។ ថ្ងៃចាប់ផ្តើម៖ { $expected }
units-import-link-twice = { $old } ចូល { $new } មានពីរដង
units-import-link-there = { $old } ចូល { $new } មានរួចហើយ
units-import-link-absent = { $old } ចូល { $new } គ្មានទេ
units-import-partial = { $code } ចូលអង្គភាព { $count } ដូច្នេះត្រូវ partial = { $expected } (1 ពេលបំបែក, 0 ពេលមិនបំបែក)
units-import-code = “{ $found }” មិនមែនលេខកូដ៖ ខេត្ត 2 ខ្ទង់ ស្រុក 3 ឃុំ 5
units-import-code-twice = លេខកូដ { $found } មានពីរដង
units-import-code-taken = លេខកូដ { $found } ជារបស់ { $unit } ដែលមិនបញ្ចប់ក្នុងឯកសារនេះ
units-import-parent = គ្មានអង្គភាពខាងលើលេខ { $found } នៅថ្ងៃ { $date }
units-import-kind = “{ $found }” ត្រូវចាប់ផ្តើមដោយ៖ { $expected }
units-import-no-unit-on = គ្មានអង្គភាពលេខ { $found } នៅថ្ងៃ { $date }
units-import-ends-already = អង្គភាពលេខ { $found } បញ្ចប់រួចនៅថ្ងៃ { $date } ដោយការរៀបចំផ្សេង
units-import-link-not-closed = { $found } មិនបញ្ចប់ក្នុងឯកសារនេះ៖ ត្រូវការបន្ទាត់ close
units-import-link-not-opened = { $found } មិនចាប់ផ្តើមក្នុងឯកសារនេះ៖ ត្រូវការបន្ទាត់ open
units-import-goes-nowhere = { $found } បញ្ចប់ដោយមិនទៅណា៖ ត្រូវការបន្ទាត់ link
units-import-comes-from-nowhere = { $found } ចាប់ផ្តើមដោយមិនមកពីណា៖ ត្រូវការបន្ទាត់ link
units-import-child-left = { $found } បញ្ចប់ តែ { $unit } ({ $child }) នៅចំណុះវា៖ ត្រូវបញ្ចប់ដែរ
units-import-commune = គ្មានឃុំលេខ { $found } នៅថ្ងៃនោះ។ មាន៖ { $expected }
units-import-days = ថ្ងៃបញ្ចប់ត្រូវក្រោយថ្ងៃចាប់ផ្តើម
units-import-outlives = { $unit } បញ្ចប់ថ្ងៃ { $date } ភូមិមិនអាចនៅយូរជាងនេះ
units-import-hamlet-twice = “{ $found }” មានរួចក្នុងអង្គភាពដដែលនៅថ្ងៃទាំងនោះ

# Kinds of unit
units-kind-country = ប្រទេស
units-kind-province = ខេត្ត
units-kind-central-city = ទីក្រុងចំណុះរដ្ឋាភិបាលកណ្តាល
units-kind-urban-district = ខណ្ឌ (quận)
units-kind-rural-district = ស្រុក (huyện)
units-kind-town = ទីរួមខេត្ត (thị xã)
units-kind-provincial-city = ទីក្រុងចំណុះខេត្ត
units-kind-municipal-city = ទីក្រុងក្នុងទីក្រុងចំណុះកណ្តាល
units-kind-commune = ឃុំ (xã)
units-kind-ward = សង្កាត់ (phường)
units-kind-township = ទីប្រជុំជន (thị trấn)
units-kind-special-zone = តំបន់ពិសេស (đặc khu)
units-kind-ap = ភូមិ (ấp)
units-kind-thon = ភូមិ (thôn)
units-kind-lang = ភូមិ (làng)
units-kind-ban = ភូមិ (bản)
units-kind-buon = ភូមិ (buôn)
units-kind-bon = ភូមិ (bon)
units-kind-phum = ភូមិ (phum)
units-kind-soc = ភូមិ (sóc)
units-kind-khom = ក្រុម (khóm)
units-kind-to-dan-pho = ក្រុមប្រជាជន (tổ dân phố)
units-kind-khu-pho = តំបន់លំនៅ (khu phố)
units-kind-khoi-pho = ប្លុកលំនៅ (khối phố)

# How many of a kind
units-count-province = ខេត្ត { $count }
units-count-central-city = ទីក្រុងកណ្តាល { $count }
units-count-urban-district = ខណ្ឌ { $count }
units-count-rural-district = ស្រុក { $count }
units-count-town = ទីរួមខេត្ត { $count }
units-count-provincial-city = ទីក្រុង { $count }
units-count-municipal-city = ទីក្រុង { $count }
units-count-commune = ឃុំ { $count }
units-count-ward = សង្កាត់ { $count }
units-count-township = ទីប្រជុំជន { $count }
units-count-special-zone = តំបន់ពិសេស { $count }

units-find-commune = ស្វែងរកឃុំ
units-find = ស្វែងរក
units-find-nothing = គ្មានឃុំឈ្មោះ “{ $q }” ទេ។
units-find-hint = សូមសាកឈ្មោះខ្លីជាង។
units-found-communes = ឃុំដែលរកឃើញ
units-column-commune = ឃុំ
units-column-place = ស្ថិតក្នុង
