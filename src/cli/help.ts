/** What `--help` says, for Assay and for each command. */
import type { Command } from './arguments.ts'

const general = `assay: due diligence for machine learning that checks the evidence

  assay [subject]                 assess a subject: they say, they show, we measured
                                  subject: a folder with assay.yaml, a git repository
                                  (working tree, bare or bundle), or an assay.yaml;
                                  default: this folder
  assay collect [subject]         only look, and save the evidence
  assay judge <assessment>        judge saved evidence again, without the subject
  assay report <assessment>       write the reports of a saved assessment again
  assay ask [subject]             put the questions to people: here, on paper, as a list
  assay probe <id> name=path …    one measurement on files of yours
  assay probes                    what can be measured
  assay frameworks [check <dir>]  what can be asked; check one of your own
  assay init [folder]             write an assay.yaml from what lies there
  assay compare <old> <new>       what changed between two assessments

Options of the whole job
  --framework <id>   ask only this framework (may stand more than once)
  --edition <name>   write it for one reader too: investor, leader, engineering, candidate,
                     interviewer, or a file of yours; what that edition tells is asked too
  --out <dir>        where the assessment goes (default: assay-report)
  --as-of <time>     the moment it is judged for, as 2026-07-01 (default: now)
  --since <commit>   tell only what became better or worse since a commit, tag or branch
                     that lies behind; report.sarif then holds what is new
  --gate             exit 1 when a gate fails, 3 when one is undecided or there is none;
                     with --since: 1 when something became worse or came in, 3 when
                     something that was known can no longer be told
  --time <minutes>   stop measuring after so long (default: 15m)
  --no-cache         measure everything anew; else what was measured on an unchanged
                     repository is used again (kept in ASSAY_CACHE, by default
                     this user's cache folder; ASSAY_CACHE=off keeps nothing)
  --allow-outside    paths may leave the folder of the assay.yaml
  --json             print the assessment as JSON and nothing else
  --quiet            no progress

Exit codes: 0 it ran, 2 it could not (the line says why), 70 a bug of Assay.
\`assay <command> --help\` says more.
`

const each: { [command in Command]: string } = {
  assess: general,
  collect: `assay collect [subject] [--framework <id>]… [--out <dir>] [--as-of <time>] [--time <minutes>] [--json]

Looks at everything the subject declares and saves the evidence in --out (default
assay-report), without judging it. The folder can be read, mailed, and judged later:
it holds counts, shares, places and digests, no rows and no secret values.

  assay collect ./departures --out evidence-from-departures
`,
  judge: `assay judge <assessment> [--framework <id>]… [--edition <name>]… [--out <dir>] [--as-of <time>] [--gate] [--json]

Judges saved evidence again. The subject is not needed. With --framework, by other
frameworks than it was collected for. Writes into the same folder unless --out is given.

  assay judge assay-report --framework ml-test-score
`,
  report: `assay report <assessment> [--edition <name>]… [--framework <folder>]… [--out <dir>] [--json]

Writes index.html, report.md and report.sarif (for code scanning: what has a line in the
repository) of a saved assessment again, and prints it. Where it was
made with a framework of your own, name its folder with --framework.

With --edition, what one reader needs is written beside it (<name>.html, ready to print,
and <name>.md) and printed instead: investor, leader, engineering, candidate, interviewer,
or a YAML file of your own with the sections, headings, words, logo and colour you want
(schemas/edition.schema.json).

  assay report assay-report --edition investor --edition ./ours.yaml
`,
  ask: `assay ask [subject or assessment] [--as <reader>] [--framework <id>]… [--time <minutes>]
          [--out <file.md|.html|.xlsx>] [--answers <file>] [--import <file.xlsx>] [--by <name>] [--json]

Puts the questions of a reader: investor, leader, engineering, candidate (to a team), or
interviewer (to a candidate). Needs no subject. On a terminal one question at a time; each
answer stands in --answers (default answers.yaml) before the next is put, so that you can
stop whenever you like and go on later. Elsewhere it prints the questions.

  assay ask --as candidate                         no file at all
  assay ask --as investor --time 45m               those that decide most in 45 minutes
  assay ask --as investor --out questions.html     on paper, with boxes to tick
  assay ask --as leader --out requests.xlsx        a list that others fill in, and
  assay ask --import requests.xlsx                 back into answers.yaml
  assay ask assay-report --by CTO                  what evidence settles is shown as settled

An assay.yaml reads the answers with \`answers: [answers.yaml]\`.
`,
  probe: `assay probe <id> name=path… [--set option=value]… [--subject <path>] [--json]

One measurement on files of yours. \`assay probes\` lists the ids and the names each needs.
--set gives the role of a column or an option, for every input; lists are written a,b,c.

  assay probe data.row-overlap train=a.parquet test=b.parquet --set label=late --set id=flight_id
  assay probe repo.ci-tests repo=. --json

With --subject <path> the names behind \`=\` are materials that its assay.yaml declares:

  assay probe serving.latency predictions=predictions.live --subject .

Exits 0 when it could look (found, absent, not given), 2 when it could not.
`,
  probes: `assay probes [--json]

Every measurement, what it needs and which facts it gives.
`,
  frameworks: `assay frameworks [--json]
assay frameworks check <dir>

Every framework with its number of criteria; or loads one of your own and says, by line
and column, what does not fit.
`,
  init: `assay init [folder]

Writes an assay.yaml for what lies in the folder (this one by default): its git repository,
tables, logs and documents. Never writes over one that is there.
`,
  compare: `assay compare <assessment> <assessment> [--json]

What changed between two assessments: verdicts, claims, scores and gates.
`,
}

export const help = (command: Command): string => each[command]
