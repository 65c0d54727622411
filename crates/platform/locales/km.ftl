# The page shell. For review by a native reader.
shell-name = Đình
shell-motto = កិច្ចការភូមិ ប្រជាជនទាំងអស់គ្នាដឹង
shell-skip = ទៅកាន់មាតិកាសំខាន់
shell-navigation = ផ្នែកសំខាន់
shell-languages = ភាសា
shell-breadcrumbs = ទីតាំងទំព័រ
shell-error-prefix = កំហុស៖
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
