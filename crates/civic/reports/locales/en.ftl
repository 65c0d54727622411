# The yearly report on grassroots democracy
#
# The figures of the sentences reports-say-* come as words, which may be “at least 12”: no plural can be chosen by
# them, so these sentences read the same for one and for many.

reports-nav = Reports
reports-index-title = Reports on grassroots democracy
reports-index-lead = Every figure is counted from the registers or names its source. Choose a unit and a year.
reports-index-with-figures = Units with figures
reports-index-empty = There are no figures yet. Once communes, wards and special zones import their registers, or the province's steering committee imports what was reported in the past, the reports appear here.
reports-index-find = Find another unit
reports-home-title = Đình: the people know, discuss, act, inspect, supervise and benefit
reports-home-lead = Reports on grassroots democracy, counted from the registers. Choose a figure to see what it counts.
reports-home-contradictions = { $count ->
    [0] No contradictions
    [one] { $count } contradiction in the figures
   *[other] { $count } contradictions in the figures
}

reports-title = Report on grassroots democracy, { $year }
reports-title-of = { $unit }: report on grassroots democracy, { $year }
reports-lead = { $path }. Boundaries as of { $date }.
reports-boundary = Boundaries
reports-boundary-as-was = Boundaries of { $year }
reports-boundary-today = Today's boundaries
reports-boundary-today-of = The figures of { $year } are given for { $unit } as it is today.
reports-year = Year
reports-download = Download
reports-contents = Contents
reports-findings-notice = { $count ->
    [one] The figures hold { $count } contradiction
   *[other] The figures hold { $count } contradictions
}
reports-findings-notice-lead = Đình gives both figures, both sources and the arithmetic, and changes neither figure.
reports-findings-see = See the contradictions
reports-no-findings = No contradictions were found in the figures at hand.
reports-findings-title = Contradictions in the figures
reports-findings-lead = Figures that don't agree. Each entry gives both figures, the source of each and arithmetic that anyone can repeat. Đình changes none of them.
reports-sources-title = Sources of the figures
reports-sources-lead = Reported figures come from the sources below. Counted figures come from the registers imported into Đình.
reports-section-empty = No figures yet. This section is counted from: { $forms }.
reports-section-figures = Figures
reports-law = Legal basis

reports-column-indicator = Indicator
reports-column-counted = Counted from the registers
reports-column-reported = Reported
reports-column-unit = Measured in
reports-column-source = Source
reports-column-share = Share
reports-column-place = Administrative unit
reports-column-records = Record
reports-column-date = Date
reports-column-quantity = Quantity
reports-total = Total
reports-without = { $value } (without { $missing })
reports-indivisible = can't be divided
reports-vnd = { $value } đồng
reports-contradicted = contradicted
reports-demo-record = Demonstration data

reports-figure-lead = { $unit }, { $year }.
reports-figure-meaning = Meaning
reports-figure-counted = Counted from the registers
reports-figure-reported = Reported
reports-figure-none = No register has been counted for this indicator yet, and no source has reported it.
reports-figure-by-unit = By unit below
reports-figure-records = Records counted
reports-figure-records-lead = Each record that makes up this figure.
reports-figure-no-records = This figure isn't counted from registers: it is only reported.
reports-figure-formula = How it is worked out
reports-figure-formula-counts = Counted from the registers: { $forms }.
reports-figure-formula-sum = { $parts }.
reports-figure-formula-ratio = { $of } divided by { $to }.
reports-figure-formula-reported = Taken from reports only.
reports-figure-combine-sum = The former units are added up.
reports-figure-combine-latest = Of the former units, the one formed last gives the figure.
reports-figure-combine-weighted = The mean of the former units, weighted by { $weight }.
reports-figure-combine-none = Not added together: each former unit is given on its own.
reports-figure-undivided = What can't be divided
reports-figure-undivided-lead = The former units below were divided among several new ones. Nothing says how to divide their figures, so these are shown and not added.
reports-figure-first = Back to the newest
reports-figure-as-written = as written: “{ $text }”

reports-record-lead = { $unit }, { $date }.
reports-record-retracted = This record was withdrawn: { $reason }
reports-yes = yes
reports-no = no

reports-table-places = The three kinds of place
reports-table-disclosure = Items disclosed under Article 11
reports-table-decisions = Matters the people discussed and decided, by clause of Article 15
reports-table-petitions = Complaints, petitions, feedback and other submissions by kind
reports-table-models-by-field = “Dân vận khéo” (skilful mobilisation) models by field
reports-table-models-by-group = “Dân vận khéo” (skilful mobilisation) models by title group and field
reports-table-grades = Grades in grassroots democracy

reports-say-documents = Documents of direction issued at all levels: { $documents }; publicity sessions held: { $sessions }, with a total attendance of { $people }.
reports-say-inspections = Inspections of grassroots democracy carried out: { $inspections }.
reports-say-places = Of { $existing } places bound to practise grassroots democracy, { $with } have issued a regulation on it, or { $rate }.
reports-say-conferences = Staff conferences held by agencies, units and enterprises: { $conferences }; of { $summoned } people summoned, { $present } attended.
reports-say-workplace-dialogues = Dialogues held at the workplace: { $dialogues }; questions raised: { $questions }, of which answered: { $answered }.
reports-say-disclosure = Items due for disclosure: { $due }; items the authorities disclosed: { $posted }, of which late: { $late }; the share on time is { $rate }.
reports-say-registers = Quarterly lists of disclosures posted: { $registers }.
reports-say-decisions = Matters the people discussed and voted on: { $matters }, of which adopted: { $adopted }, or { $rate }.
reports-say-participation = Over all votes taken together, { $present } of { $households } households entitled to vote took part, or { $rate }.
reports-say-consultations = Matters put to the people for consultation: { $held }; opinions received: { $opinions }; matters on which the authorities explained what they accepted and what they did not: { $answered }.
reports-say-dialogues = Dialogues held with the people: { $held }; questions raised: { $questions }, of which answered: { $answered }.
reports-say-supervision = The people's supervision boards: { $boards }; supervisions and inspections they carried out: { $sessions }.
reports-say-recommendations = Recommendations made after supervision: { $recommendations }; recommendations answered: { $answered }.
reports-say-receptions = Citizen reception sessions held: { $sessions }; total attendance: { $people }.
reports-say-petitions = Complaints, petitions, feedback and other submissions received: { $received }; answered: { $answered }; pending: { $pending }.
reports-say-teams = Mediation teams: { $teams }; mediators: { $mediators }, of whom women: { $women }.
reports-say-mediation = Cases the teams received: { $received }; settled: { $settled }; unsettled: { $unsettled }; still in mediation: { $pending }; of the cases closed, { $rate } were settled.
reports-say-procedures = Administrative procedure dossiers received: { $received }; settled: { $settled }, of which { $rate } early or on time.
reports-say-satisfaction = Of { $asked } people asked, { $satisfied } were satisfied, or { $rate }.
reports-say-models = “Dân vận khéo” (skilful mobilisation) models registered: { $registered }; carried out: { $carried }, or { $rate } of the number registered.
reports-say-maintained = Of these, models maintained from earlier years: { $maintained }; models recognised during the year: { $recognised }.
reports-say-social-security = Contributions to social security came to { $value }.
reports-say-contributions = The total value mobilised came to { $total }; contributions: { $gifts }; days of work given: { $days }.
reports-say-support = Social support given came to { $value }; households supported, each counted every time: { $households }.
reports-say-tasks = Tasks due: { $due }; tasks done: { $done }.
reports-say-disbursement = Public investment disbursed came to { $disbursed } out of { $assigned } assigned, or { $rate }.
reports-say-assessment = Of { $existing } places, { $classified } were graded, or { $rate }.

reports-proposals-title = Recommendations
reports-proposals-lead = Đình names what the figures suggest should be done; those responsible decide.
reports-propose-findings = { $count ->
    [one] Clear up { $count } contradiction with those who reported the figures and publish the result.
   *[other] Clear up { $count } contradictions with those who reported the figures and publish the result.
}
reports-propose-missing = { $count ->
    [one] Import the registers for { $count } section without figures.
   *[other] Import the registers for { $count } sections without figures.
}
reports-propose-late = { $count ->
    [one] Review { $count } late case: { $indicator }.
   *[other] Review { $count } late cases: { $indicator }.
}
reports-propose-none = The figures suggest nothing to recommend.

reports-unknown-unit = There is no unit called “{ $name }” in { $year }.
reports-unknown-year = “{ $year }” is not a year. Write the year with four digits, such as 2025.
reports-unknown-format = There is no format “{ $format }”. The formats are: json, xlsx, pdf, docx.
reports-demo-notice = Demonstration data: Đình made up these registers for trying it out; they are not real figures.
reports-author = Đình

reports-check-none = { $unit }, { $year }: no contradictions found.
reports-check-some = { $unit }, { $year }: { $count ->
    [one] { $count } contradiction
   *[other] { $count } contradictions
}

reports-until = until { $date }
reports-index-empty-duty = The People's Committee of the commune and the steering committee for grassroots democracy
reports-section-empty-duty = The People's Committee of the commune
reports-meant = Did you mean
reports-column-code = Code
reports-column-locator = Where to look it up
reports-tools = Views and downloads
reports-sources-counted = This report quotes no source: every figure is counted from the registers.
reports-contradicted-note = Contradicts another figure; see “Contradictions in the figures”.
reports-finding-sum-of = { $count ->
    [one] Sum of { $count } part
   *[other] Sum of { $count } parts
}
reports-finding-title = Should hold: { $rule }
reports-verdict-ruled-out = Ruled out
reports-verdict-possible = Possible
reports-verdict-hypothesis = A hypothesis, not a fact
reports-api-failed = The figures could not be fetched. Please try again later.
reports-level-country = Central authorities
reports-level-province = The People's Committee of the province
reports-level-district = The People's Committee of the district
reports-level-commune = The People's Committee of the commune
reports-level-hamlet = The head of the hamlet
reports-figure-merger = When units merge
reports-figure-part-of = Part of
reports-figure-own = This unit itself
reports-figure-through-parts = This figure is worked out from other indicators; open each of them to see its records.
reports-record-form = Register
reports-record-origin = Origin
reports-from = from { $date }
reports-unknown-boundaries = There are no boundaries “{ $word }”. Choose nam-bao-cao (of that year) or hien-nay (of today).
