/** Text of a file as a message quotes it. */

/** In backticks, at most 60 characters; what is cut off is shown by an ellipsis. */
export const quoted = (text: string): string => {
  const characters = [...text.slice(0, 200)]
  return `\`${characters.length > 60 ? `${characters.slice(0, 59).join('')}…` : text}\``
}
