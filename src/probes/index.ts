/** Every measurement there is: built ones, and those that this version only names. */

export { built } from './built.ts'
export { planned } from './planned.ts'
