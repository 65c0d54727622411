# Register of disclosures
disclosure-register-title = Register of disclosures, quarter { $quarter } of { $year }
disclosure-register-summary = { $commune } published { $count } matters in quarter { $quarter } of { $year }. The register names the form and day of each; it is drawn up and posted every quarter under Article 13, clause 2 of the Law on Implementation of Grassroots Democracy.
disclosure-register-line = { $number }. { $title } ({ $article }). Forms: { $forms }. Published on { $date }.
disclosure-register-nothing = Nothing was published in this quarter.
disclosure-withdrawn-title = A notice that was withdrawn
