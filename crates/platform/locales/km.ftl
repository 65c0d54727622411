# The page shell. For review by a native reader.
shell-name = Đình
shell-motto = កិច្ចការភូមិ ប្រជាជនទាំងអស់គ្នាដឹង
shell-skip = ទៅកាន់មាតិកាសំខាន់
shell-navigation = ផ្នែកសំខាន់
shell-languages = ភាសា
shell-breadcrumbs = ទីតាំងទំព័រ
shell-error-prefix = កំហុស៖
shell-demo-label = ការបង្ហាញសាកល្បង
shell-demo = ការបង្ហាញសាកល្បង៖ កំណត់ត្រានៅលើទំព័រនេះត្រូវបានកម្មវិធីបង្កើតឡើងសម្រាប់សាកមើល មិនមែនជាតួលេខពិតទេ។ តួលេខដែលយកពីឯកសារផ្សាយ តែងតែបញ្ជាក់ប្រភព។
shell-footer-about = Đình ជាកម្មវិធីសម្រាប់អនុវត្តលទ្ធិប្រជាធិបតេយ្យនៅមូលដ្ឋាន៖ ប្រជាជនដឹង ពិភាក្សា ធ្វើ ត្រួតពិនិត្យ តាមដាន និងទទួលផល។
shell-footer-figures = តួលេខនីមួយៗអាចបើកមើលដល់កំណត់ត្រាដែលបានរាប់ ឬដល់ប្រភពដែលបានបញ្ជាក់។
shell-footer-licence = កម្មវិធីសេរី ក្រោមអាជ្ញាប័ណ្ណ AGPL កំណែ ៣ ឬក្រោយ។
shell-to-home = ទៅទំព័រដើម
shell-not-found-title = គ្មានទំព័រនេះទេ
shell-not-found-explanation = អាសយដ្ឋានអាចវាយខុស ឬទំព័របានផ្លាស់ទី។ សូមពិនិត្យអាសយដ្ឋានឡើងវិញ ឬចាប់ផ្តើមពីទំព័រដើម។
shell-bad-request-title = មិនអាចយល់សំណើបានទេ
shell-server-error-title = ម៉ាស៊ីនមេមានបញ្ហា
shell-server-error-explanation = កំហុសនេះជារបស់យើង ហើយត្រូវបានកត់ត្រា។ អ្វីដែលអ្នកបានផ្ញើអាចមិនទាន់បានរក្សាទុកទេ សូមព្យាយាមម្តងទៀតក្រោយពីរបីនាទី។
shell-sign-in = ចូល
shell-sign-out = ចាកចេញ
shell-forbidden-title = គ្មានសិទ្ធិ
shell-forbidden-explanation = តួនាទីរបស់គណនីនេះមិនអនុញ្ញាតឱ្យធ្វើអ្វីដែលបានស្នើទេ។ តារាងសិទ្ធិប្រាប់ថាតួនាទីណាអាចធ្វើបាន; អ្នកគ្រប់គ្រងរបស់អង្គភាពជាអ្នកប្រគល់តួនាទី។
shell-form-outdated = ទម្រង់នេះចាស់ហើយ ឬកម្មវិធីរុករកមិនបានផ្ញើ cookie ដូច្នេះមិនទាន់មានអ្វីត្រូវបានធ្វើទេ។ សូមត្រឡប់ទៅវិញ ផ្ទុកទំព័រម្តងទៀត រួចផ្ញើម្តងទៀត។
shell-form-from-elsewhere = សំណើនេះមិនមកពីទំព័ររបស់ប្រព័ន្ធនេះទេ ដូច្នេះមិនទាន់មានអ្វីត្រូវបានធ្វើទេ។
shell-form-too-large = ទម្រង់ដែលបានផ្ញើធំពេក។

# Components
component-notice-info = សូមកត់សម្គាល់
component-notice-success = រួចរាល់
component-notice-warning = ត្រូវយកចិត្តទុកដាក់
component-notice-problem = មានបញ្ហា
component-empty-duty = ទំនួលខុសត្រូវ៖
component-citation = យោងតាម៖
component-pagination = ទំព័រនៃបញ្ជី
component-pagination-previous = ទំព័រមុន
component-pagination-next = ទំព័របន្ទាប់
component-no-figure = មិនទាន់មានតួលេខ
component-verdict-ruled-out = មិនអាចទៅរួច
component-verdict-possible = អាចទៅរួច
component-verdict-hypothesis = សម្មតិកម្ម
component-finding-arithmetic = ការគណនា៖
component-finding-explanations = ការពន្យល់ដែលបានពិចារណា
component-finding-untouched = តួលេខទាំងពីរត្រូវបានរក្សាទុកដូចប្រភព កម្មវិធីមិនកែតួលេខណាមួយទេ។
component-chart-alternative = គំនូសតាង៖ { $caption }។ តួលេខមាននៅក្នុងតារាងខាងក្រោម។
component-chart-figures = តួលេខនៃគំនូសតាង
component-errors-title = សូមកែចំណុចខាងក្រោម

shell-file-empty = ឯកសារទទេ។
shell-file-too-large = ឯកសារធំពេក។
shell-file-kind = មិនទទួលឯកសារប្រភេទនេះទេ។
shell-file-macros = ឯកសារមានម៉ាក្រូ។ សូមរក្សាទុកដោយគ្មានម៉ាក្រូ។
shell-file-damaged = រូបភាពខូច។
shell-file-too-many = ឯកសារច្រើនពេក។

shell-form-trap = សូមទុកចន្លោះនេះឱ្យទំនេរ
shell-form-cancel = បោះបង់
shell-form-words = សូមសរសេរ មិនលើស { $most } តួអក្សរ។
