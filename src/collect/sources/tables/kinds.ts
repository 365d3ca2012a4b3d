/** Which of the five kinds of column each of the engine's types is. */
import type { ColumnKind } from '../../../model/handles.ts'

const numbers =
  /^(TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT|UTINYINT|USMALLINT|UINTEGER|UBIGINT|UHUGEINT|BIGNUM|FLOAT|DOUBLE|DECIMAL\([0-9,]+\))$/

/** `sql` is the engine's own name of a type. Lists, structs, blobs, intervals and times of day are `other`. */
export function kindOf(sql: string): ColumnKind {
  if (numbers.test(sql)) return 'number'
  if (sql === 'BOOLEAN') return 'boolean'
  if (sql === 'DATE' || sql === 'TIMESTAMP WITH TIME ZONE' || /^TIMESTAMP(_S|_MS|_NS)?$/.test(sql)) return 'time'
  if (sql === 'VARCHAR' || sql === 'UUID' || /^ENUM\([^\]]*\)$/.test(sql)) return 'text'
  return 'other'
}
