/** Recognises columns that hold data of persons, by what their values are and not by their names alone. */
import type { Column } from './cells.ts'

export type Kind = 'e-mail address' | 'telephone number' | 'national number' | 'card number' | 'IBAN' | 'name with date of birth'
/** `made_up`: share of the distinct values that are reserved for examples or carry the mark of a generator. */
export type Hit = { kind: Kind; column: Column; values: number; made_up: number }

/** Fewer distinct values than this are a contact or a sample, not data about people. */
const fewest = 3

const email = /^[\w.%+-]+@[\w-]+(\.[\w-]+)*\.[a-z]{2,}$/i
const reserved =
  /@([\w-]+\.)*(example|test|invalid|localhost|domain|company|acme|mail|email|foo|bar|fake\w*|dummy|sample)\.\w+$|@([\w-]+\.)*example(\.\w+)*$|\.(test|example|invalid|local)$|^(user|test|customer|person|name|foo|bar|john\.?doe|jane\.?doe)[\w.]*\d*@/i
const role = /^(info|support|contact|admin|no-?reply|hello|sales|help|webmaster|office|team|press|jobs|privacy|security|git)@/i

const phoneName = /(^|[\W_])(phone|mobile|tel|telephone|cell|handy|telefon|fax|contact_?(no|number)|msisdn)([\W_]|$)|phone(number|no)$/i
const phone = /^\+?[\d\s().-]{7,20}(\s*(x|ext\.?)\s*\d+)?$/i
const madePhone = /555[\s.-]?01\d\d|(x|ext\.?)\s*\d{2,6}$|^\D*(\d)\2{6,}\D*$|0123456|1234567/i

const nationalName =
  /(^|[\W_])(ssn|social_?security\w*|national_?(id|insurance)\w*|nino|passport\w*|aadhaar|cpf|bsn|pesel|personnummer|nif|dni|codice_?fiscale|id_?card|tax_?id|sin)([\W_]|$)/i
const national =
  /^(\d{3}-\d{2}-\d{4}|[A-CEGHJ-PR-TW-Z]{2}\d{6}[A-D]|\d{3}\.\d{3}\.\d{3}-\d{2}|\d{4}[\s-]?\d{4}[\s-]?\d{4}|[A-Z]{1,2}\d{6,8}[A-Z]?|\d{8}[A-Z]|\d{9,11}|\d{6}[-+]\d{4}|[A-Z]{6}\d{2}[A-Z]\d{2}[A-Z]\d{3}[A-Z])$/i
const madeNational = /^(000|666|9\d\d)-|^\d{3}-00-|-0000$|^123-45-6789$|^(\d)\2+$/

const cardName = /(^|[\W_])(card|cc|credit_?card|debit_?card|pan)(_?(no|num|number))?([\W_]|$)|cardnumber/i
const madeCard = /^(4242|4111|4000056|5555555555554444|378282246310005|6011111111111117|4012888888881881)/

const nameColumn =
  /^((first|last|full|given|family|sur|middle|patient|customer|client|employee|person|member|user|student|applicant|passenger)[_\s-]?name|surname|fname|lname|name|patient|nachname|vorname|nom|prenom|nombre|apellido)s?$/i
const birthColumn =
  /^((date[_\s-]?of[_\s-]?birth|birth[_\s-]?(date|day)|dob|d\.o\.b\.?|born|geburtsdatum|fecha_nacimiento)(_\w+)?|\w+_(dob|birth_?date|date_of_birth))$/i
const date = /^(\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.](\d{4}|\d{2}))/
const personName = /^[\p{L}][\p{L}'’.,\s-]{1,60}$/u

export function hitsIn(columns: Column[]): Hit[] {
  const out = columns.flatMap((column) => hitOf(column) ?? [])
  const names = columns.find((column) => nameColumn.test(column.name) && share(column, (value) => personName.test(value)) > 0.8)
  const births = columns.find((column) => birthColumn.test(column.name) && share(column, (value) => date.test(value)) > 0.6)
  if (names !== undefined && births !== undefined) {
    const values = new Set(names.values).size
    if (values >= fewest) out.push({ kind: 'name with date of birth', column: births, values, made_up: 0 })
  }
  return out
}

const share = ({ values }: Column, fits: (value: string) => boolean): number =>
  values.length === 0 ? 0 : values.filter(fits).length / values.length

function hitOf(column: Column): Hit | undefined {
  const distinct = [...new Set(column.values)]
  if (distinct.length < fewest) return undefined
  const of = (kind: Kind, fits: (value: string) => boolean, madeUp: (value: string) => boolean, least: number): Hit | undefined => {
    const values = distinct.filter(fits)
    if (values.length < fewest || values.length / distinct.length < least) return undefined
    return { kind, column, values: values.length, made_up: values.filter(madeUp).length / values.length }
  }
  return (
    of(
      'e-mail address',
      (value) => email.test(value) && !role.test(value),
      (value) => reserved.test(value),
      0.3,
    ) ??
    of('IBAN', isIban, () => false, 0.6) ??
    (cardName.test(column.name) ? of('card number', isCard, (value) => madeCard.test(digits(value)), 0.8) : undefined) ??
    (nationalName.test(column.name)
      ? of(
          'national number',
          (value) => national.test(value.trim()),
          (value) => madeNational.test(value),
          0.6,
        )
      : undefined) ??
    (phoneName.test(column.name)
      ? of(
          'telephone number',
          (value) => phone.test(value) && digits(value).length >= 8,
          (value) => madePhone.test(value),
          0.6,
        )
      : of(
          'telephone number',
          (value) => /^\+\d{1,3}[\s-]?\(?\d{2,4}\)?[\s.-]?\d{3,4}[\s.-]?\d{3,4}$/.test(value),
          (value) => madePhone.test(value),
          0.9,
        ))
  )
}

const digits = (text: string): string => text.replaceAll(/\D/g, '')

/** ISO 7812 check digit, over numbers that an issuer may begin so. */
export function isCard(value: string): boolean {
  const number = digits(value)
  if (
    !/^[\d\s-]+$/.test(value) ||
    !/^(3[47]\d{13}|3(0|6|8)\d{12}|4\d{12}(\d{3})?|(5[1-5]|2[2-7])\d{14}|6(011|5\d\d)\d{12}|(50|5[6-9]|6\d)\d{10,17})$/.test(number)
  )
    return false
  let sum = 0
  for (let at = 0; at < number.length; at++) {
    const digit = Number(number[number.length - 1 - at])
    sum += at % 2 === 0 ? digit : digit > 4 ? 2 * digit - 9 : 2 * digit
  }
  return sum % 10 === 0
}

/** ISO 13616: the country and check digits moved behind, letters as numbers, the whole leaves 1 by 97. */
export function isIban(value: string): boolean {
  const plain = value.replaceAll(/\s/g, '').toUpperCase()
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(plain)) return false
  let rest = 0
  for (const letter of plain.slice(4) + plain.slice(0, 4))
    for (const digit of /\d/.test(letter) ? letter : String(letter.charCodeAt(0) - 55)) rest = (rest * 10 + Number(digit)) % 97
  return rest === 1
}
