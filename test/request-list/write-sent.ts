/** Writes the list as it is sent out, to be filled in by fill-in.py: `node test/request-list/write-sent.ts <file>`. */
import { writeFileSync } from 'node:fs'
import { list } from './ten-questions.ts'

writeFileSync(String(process.argv[2]), await list())
