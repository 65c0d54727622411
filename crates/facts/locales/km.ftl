# តួលេខ និងការផ្ទៀងផ្ទាត់ — for review by a native reader

facts-amount-at-least = យ៉ាងតិច { $value }
facts-amount-more-than = ជាង { $value }
facts-amount-at-most = យ៉ាងច្រើន { $value }
facts-amount-about = ប្រហែល { $value }

# ការគណនា
facts-arithmetic-sum = { $parts } = { $sum } ≠ { $whole }; ខុសគ្នា { $difference }
facts-arithmetic-sum-bounds = { $parts } មិនអាចស្មើ { $whole }; ខុសគ្នាយ៉ាងតិច { $difference }
facts-arithmetic-sum-unstated = { $parts } មិនរាប់ { $unstated } ផ្នែកដែលគ្មានតួលេខ បាន { $sum } រួចហើយ លើស { $whole }; ខុសគ្នាយ៉ាងតិច { $difference }
facts-arithmetic-long-sum = ផលបូក { $parts } អង្គភាពគឺ { $sum } ≠ { $whole }; ខុសគ្នា { $difference }
facts-arithmetic-long-sum-bounds = ផលបូក { $parts } អង្គភាពដែលមានតួលេខយ៉ាងតិច { $sum } មិនអាចត្រូវនឹង { $whole }; ខុសគ្នាយ៉ាងតិច { $difference }
facts-arithmetic-differ = { $left } ≠ { $right }; ខុសគ្នា { $difference }
facts-arithmetic-differ-bounds = { $left } មិនអាចស្មើ { $right }; ខុសគ្នាយ៉ាងតិច { $difference }
facts-arithmetic-more = { $left } > { $right }; លើស { $difference }
facts-arithmetic-more-bounds = { $left } លើស { $right }; យ៉ាងតិច { $difference }
facts-note-about = «ប្រហែល» មានន័យថាខុសមិនលើស { $permille } ភាគពាន់។

# លទ្ធផលនៃការពន្យល់
facts-verdict-ruled-out = មិនត្រូវ
facts-verdict-possible = អាចទៅរួច
facts-verdict-open = សម្មតិកម្ម មិនមែនជាការពិត

# ការពន្យល់
facts-reading-left-out-none = ចំនួនសរុបខ្វះផ្នែកមួយ ឬច្រើន៖ មិនត្រូវ ព្រោះគ្មានផ្នែក ឬបណ្តុំផ្នែកណាក្នុង { $parts } បូកបាន { $surplus } ទេ។
facts-reading-left-out-some = ចំនួនសរុបខ្វះ { $left_out }៖ អាចត្រូវ ព្រោះផ្នែកទាំងនេះបូកបាន { $surplus } គត់ (ផ្នែក៖ { $parts })។
facts-reading-left-out-smaller = ចំនួនសរុបខ្វះផ្នែកមួយ ឬច្រើន៖ មិនត្រូវ ព្រោះផ្នែក ({ $parts }) បូកគ្នាតិចជាងចំនួនសរុប (ខុសគ្នា { $surplus })។
facts-reading-one-group-impossible = ចំនួនសរុបទាំងនេះរាប់តែក្រុមដូចគ្នាមួយ ({ $groups })៖ មិនត្រូវ ព្រោះក្រុមផ្សេងនឹងអនុវត្ត { $lesser } តែចុះឈ្មោះតែ { $greater }។
facts-reading-one-group-possible = ចំនួនសរុបទាំងនេះរាប់តែក្រុមដូចគ្នាមួយ ({ $groups })៖ តួលេខមិនបដិសេធ ក្រុមផ្សេងនឹងអនុវត្ត { $lesser } ក្នុង { $greater } ដែលចុះឈ្មោះ។
facts-reading-one-group-unchecked = ចំនួនសរុបទាំងនេះរាប់តែក្រុមដូចគ្នាមួយ ({ $groups })៖ តួលេខមិនបដិសេធ ក្រុមផ្សេងនឹងមាន { $surplus }។ ខ្វះតួលេខសម្រាប់ពិនិត្យបន្ត។
facts-reading-one-group-smaller = ចំនួនសរុបទាំងនេះរាប់តែក្រុមដូចគ្នាមួយ ({ $groups })៖ មិនត្រូវ ព្រោះផ្នែកបូកគ្នាតិចជាងចំនួនសរុប (ខុសគ្នា { $surplus })។
facts-reading-several-open = គំរូមួយអាចនៅក្នុងវិស័យច្រើន ដូច្នេះវិស័យរាប់ចំនួនដង ហើយចំនួនសរុបរាប់គំរូ៖ { $whole } គំរូនឹងមាន { $surplus } ដងបន្ថែម។ តួលេខមិនអាចបញ្ជាក់ ឬបដិសេធបានទេ ត្រូវការបញ្ជីគំរូ។
facts-reading-several-needs = វាក៏ត្រូវការចំនួនដងបន្ថែមក្នុងការអនុវត្ត ({ $lesser }) ច្រើនជាងក្នុងការចុះឈ្មោះ ({ $greater }) គឺមានគំរូពីឆ្នាំមុន ឬប្តូរវិស័យក្រោយចុះឈ្មោះ។
facts-reading-several-impossible = គំរូមួយនៅក្នុងវិស័យច្រើន៖ មិនត្រូវ ព្រោះ { $whole } គំរូមិនអាចឱ្យចំនួនដងខុសគ្នា { $surplus } ជាមួយផ្នែកបែបនេះទេ។
facts-reading-digits-none = សរសេរខុសលេខមួយ ឬប្តូរលេខពីរជាប់គ្នា៖ មិនត្រូវ ព្រោះគ្មានតួលេខណាកែបែបនេះធ្វើឱ្យបាត់ភាពខុសគ្នា { $difference } ទេ។
facts-reading-digits-some = សរសេរខុសលេខមួយ ឬប្តូរលេខពីរជាប់គ្នា៖ អាចត្រូវ ប្រសិនបើ «{ $indicator }» គឺ { $meant } មិនមែន { $written }។

# កំហុសក្នុងជួរឈរ
facts-column-missing = ត្រូវបំពេញ។
facts-column-unknown = ទម្រង់គ្មានជួរឈរ «{ $column }» ទេ។
facts-column-wrong-kind = តម្លៃមិនត្រូវប្រភេទជួរឈរ។
facts-column-not-in-list = «{ $given }» មិនមានក្នុងបញ្ជីទេ។
facts-column-negative = ចំនួនមិនអាចអវិជ្ជមាន។
facts-column-too-large = ចំនួនធំពេក ធំបំផុតគឺ { $limit }។
facts-column-before = ថ្ងៃនេះមុន «{ $other }» ({ $date })។
facts-column-above = ចំនួននេះលើស «{ $other }» ({ $number })។
facts-column-needs = ត្រូវបំពេញ «{ $other }» ដែរ។
