/** The report's own small script: opens the record a link leads to, filters by text and severity, opens rows for printing. */
export const script = `
(function(){var form=document.querySelector('.filter');
function open(){var it=location.hash.length>1&&document.getElementById(decodeURIComponent(location.hash.slice(1)));if(it&&it.tagName==='DETAILS'){it.open=true;it.scrollIntoView()}}
addEventListener('hashchange',open);open();
if(form){form.hidden=false;form.addEventListener('submit',function(e){e.preventDefault()});form.addEventListener('input',function(){
var text=form.elements.text.value.toLowerCase(),severity=form.elements.severity.value;
document.querySelectorAll('[data-text]').forEach(function(it){var off=(text&&it.textContent.toLowerCase().indexOf(text)<0)||(severity&&it.dataset.severity&&it.dataset.severity!==severity);
if(off)it.setAttribute('data-off','');else it.removeAttribute('data-off')})})}
})();`
