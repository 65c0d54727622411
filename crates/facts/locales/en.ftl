# Figures and reconciliation

facts-amount-at-least = at least { $value }
facts-amount-more-than = more than { $value }
facts-amount-at-most = at most { $value }
facts-amount-about = about { $value }

# The arithmetic of a contradiction
facts-arithmetic-sum = { $parts } = { $sum } ≠ { $whole }; difference { $difference }
facts-arithmetic-sum-bounds = { $parts } can't be { $whole }; difference at least { $difference }
facts-arithmetic-sum-unstated = { $parts }, without { $unstated } parts that nobody stated, already make { $sum }, above { $whole }; difference at least { $difference }
facts-arithmetic-long-sum = { $parts } units add up to { $sum } ≠ { $whole }; difference { $difference }
facts-arithmetic-long-sum-bounds = The { $parts } units that stated a value add up to at least { $sum }, which can't agree with { $whole }; difference at least { $difference }
facts-arithmetic-differ = { $left } ≠ { $right }; difference { $difference }
facts-arithmetic-differ-bounds = { $left } can't be { $right }; difference at least { $difference }
facts-arithmetic-more = { $left } > { $right }; { $difference } more
facts-arithmetic-more-bounds = { $left } is more than { $right }; by at least { $difference }
facts-note-about = “About” is read as no more than { $permille } thousandths off.

# What became of a reading
facts-verdict-ruled-out = Ruled out
facts-verdict-possible = Possible
facts-verdict-open = A hypothesis, not a fact

# The readings
facts-reading-left-out-none = The total leaves out one or more parts: no, because no part or set of parts among { $parts } adds up to { $surplus }.
facts-reading-left-out-some = The total leaves out { $left_out }: this fits, because these add up to exactly { $surplus } (the parts: { $parts }).
facts-reading-left-out-smaller = The total leaves out one or more parts: no, because the parts ({ $parts }) add up to less than the total (difference { $surplus }).
facts-reading-one-group-impossible = The totals count the same one group only ({ $groups }): no, because the other group would have carried out { $lesser } with only { $greater } registered.
facts-reading-one-group-possible = The totals count the same one group only ({ $groups }): the figures do not exclude it; the other group would have carried out { $lesser } of { $greater } registered.
facts-reading-one-group-unchecked = The totals count the same one group only ({ $groups }): the figures do not exclude it; the other group would have { $surplus }. Figures to test it further are missing.
facts-reading-one-group-smaller = The totals count the same one group only ({ $groups }): no, because the parts add up to less than the total (difference { $surplus }).
facts-reading-several-open = A model may stand in several fields, so that fields count entries and the total counts models: { $whole } models would then have { $surplus } further entries. The figures can neither confirm nor refute it; the list of models would.
facts-reading-several-needs = It would also need more further entries among models carried out ({ $lesser }) than among models registered ({ $greater }): models continued from earlier years, or fields changed after registration.
facts-reading-several-impossible = A model stands in several fields: no, because { $whole } models can't give a difference of { $surplus } entries with parts like these.
facts-reading-digits-none = One digit mistyped or two neighbours swapped: no, because no figure corrected in that way closes the difference of { $difference }.
facts-reading-digits-some = One digit mistyped or two neighbours swapped: this fits if “{ $indicator }” is { $meant } and not { $written }.

# Faults in a column of a form
facts-column-missing = This must be filled in.
facts-column-unknown = The form has no column “{ $column }”.
facts-column-wrong-kind = The value is not of the column's kind.
facts-column-not-in-list = “{ $given }” is not in the list of allowed values.
facts-column-negative = The number can't be negative.
facts-column-too-large = The number is too large; the largest is { $limit }.
facts-column-before = This day is before “{ $other }” ({ $date }).
facts-column-above = This number is above “{ $other }” ({ $number }).
facts-column-needs = “{ $other }” must be filled in too.
