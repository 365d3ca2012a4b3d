/** Every measurement there is: built ones, and those that this version only names. */
export { planned } from './planned.ts'
export { built } from './built.ts'
