/** The look of the report: a careful page, on paper, on a phone, by keyboard; one accent colour, red only for refuted and critical. */
export const style = `
:root{--ink:#1c2024;--soft:#5b636b;--line:#dfe3e6;--paper:#fffefb;--tint:#f4f6f5;--accent:#0b5d66;--accent-soft:#0b5d6626;--red:#a8261d;
--serif:"Charter","Bitstream Charter","Sitka Text","Iowan Old Style",Cambria,Georgia,"DejaVu Serif",serif;
--sans:system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,"DejaVu Sans",sans-serif;--mono:ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace}
*{box-sizing:border-box}
html{scroll-padding-top:1rem;-webkit-text-size-adjust:100%}
body{margin:0;overflow-wrap:break-word;background:var(--paper);color:var(--ink);font:17px/1.6 var(--serif);font-variant-numeric:tabular-nums}
a{color:var(--accent);text-underline-offset:2px}
a:focus-visible,summary:focus-visible,input:focus-visible,select:focus-visible,[tabindex]:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
.skip{position:absolute;inset-inline-start:-99rem}.skip:focus{inset-inline-start:1rem;top:1rem;background:#fff;padding:.5rem}
.page{display:grid;grid-template-columns:1fr;max-width:74rem;margin:0 auto;padding:0 1.15rem 4rem}
main{min-width:0;max-width:46rem}
nav{font:14px/1.5 var(--sans);display:none}
nav ol{list-style:none;margin:0;padding:0}nav li{margin:.3rem 0}nav a{text-decoration:none;color:var(--soft)}nav a:hover{color:var(--accent)}
h1{font-size:2.3rem;line-height:1.15;margin:2.2rem 0 .3rem;font-weight:600;letter-spacing:-.01em}
h1 .aside,h3 .aside{display:block;font:400 .95rem/1.5 var(--sans);color:var(--soft);letter-spacing:0}
h2{font-size:1.45rem;line-height:1.25;margin:2.8rem 0 .9rem;font-weight:600}
h3{font-size:1.1rem;margin:2rem 0 .4rem;font-weight:600}
p{margin:.5rem 0}.quiet{color:var(--soft);font:14.5px/1.5 var(--sans)}.label{font:600 13px/1.4 var(--sans);color:var(--soft);margin:1rem 0 .2rem}
code,pre{font-family:var(--mono);font-size:.84em}code{overflow-wrap:anywhere}
pre{background:var(--tint);padding:.7rem .9rem;border-radius:4px;white-space:pre-wrap;overflow-wrap:anywhere;line-height:1.5}
.place{color:var(--soft)}.links{font:13.5px/1.4 var(--sans);color:var(--soft)}.links a{overflow-wrap:anywhere}
ul{padding-inline-start:1.2rem}li{margin:.3rem 0}ul.marked{list-style:none;padding-inline-start:0}ul.marked>li{padding-inline-start:1.7rem;position:relative}ul.marked>li>.mark{position:absolute;inset-inline-start:0}
.mark{font-family:var(--sans);font-weight:700;display:inline-block;width:1.4rem}.mark.fails{color:var(--red)}.mark.holds{color:var(--accent)}.mark.open{color:var(--soft)}
.said{border-top:1px solid var(--line)}
.said>div{display:grid;grid-template-columns:1.6rem minmax(0,5fr) minmax(0,6fr);gap:.2rem .9rem;padding:.75rem 0;border-bottom:1px solid var(--line)}
.said .words{font-style:italic}.said .by{font:normal 13.5px/1.4 var(--sans);color:var(--soft);display:block}
.said .measured b{font-weight:600}.said .fails-line .measured{color:var(--ink)}
.ruler{break-inside:avoid;margin:1.2rem 0 1.6rem;font:14.5px/1.4 var(--sans)}.ruler .name{font:600 1rem/1.4 var(--serif);margin-bottom:.3rem}
.ruler .name a{color:inherit}.bars .r{display:grid;grid-template-columns:7.2rem minmax(0,1fr) 7.4rem;gap:.8rem;align-items:center;height:1.9rem}.bars .axis{height:1.2rem}
.bars .who{font-size:14.5px;white-space:nowrap}.bars .much{font-size:14.5px;white-space:nowrap}.bars .track{position:relative;height:100%}
.bars .track i{position:absolute;top:50%;transform:translateY(-50%);max-height:1.05rem;-webkit-print-color-adjust:exact;print-color-adjust:exact}
.bars .sure{left:0;background:#7a8a90}.bars .open{background:#7a8a9029;border:1px dashed #7a8a90}
.bars .measured .sure{background:var(--accent)}.bars .measured .open{background:var(--accent-soft);border-color:var(--accent)}.bars .measured .who,.bars .measured .much{font-weight:600}
.bars .track u{position:absolute;top:0;bottom:0;width:0;border-left:1px solid var(--line)}.bars .track u.edge{border-left:1px dotted #5b636b}
.bars .track b{position:absolute;transform:translateX(-50%);font:12px/1.2 var(--sans);color:var(--soft);white-space:nowrap}
.card{border:1px solid var(--line);border-inline-start:4px solid var(--soft);border-radius:4px;padding:.3rem 1.1rem .7rem;margin:1rem 0;background:#fff;break-inside:avoid}
.card.critical{border-inline-start-color:var(--red)}.card.major{border-inline-start-color:var(--accent)}
.card .top{display:flex;gap:1rem;align-items:baseline;flex-wrap:wrap}.card .number{font-size:1.7rem;font-weight:600;line-height:1.2}
.card.critical .number{color:var(--red)}
.card .sev{font:600 13px/1.4 var(--sans);color:var(--soft)}.card.critical .sev{color:var(--red)}
.card h3{overflow-wrap:anywhere;margin:.5rem 0 .2rem;font-size:1.08rem}.card dl{margin:.4rem 0}.card dl div{margin:.35rem 0}
.card dt{font:600 13px/1.4 var(--sans);color:var(--soft)}.card dd{margin:0}
details.row{border-bottom:1px solid var(--line)}details.row>summary{cursor:pointer;padding:.6rem 0;list-style:none;display:grid;grid-template-columns:minmax(0,1fr) auto;gap:.3rem 1rem}
details.row>summary::-webkit-details-marker{display:none}details.row>summary .title::before{content:"+";font-family:var(--mono);color:var(--accent);display:inline-block;width:1.2rem}
details.row[open]>summary .title::before{content:"–"}details.row .inside{padding-block-end:1rem;padding-inline-start:1.2rem}
details.row.evidence>summary{grid-template-columns:1fr}
.state{font:600 13.5px/1.6 var(--sans);color:var(--soft)}.state.met{color:var(--accent)}.state.bad{color:var(--ink)}.state.critical{color:var(--red)}
table{border-collapse:collapse;font:14px/1.45 var(--sans);width:100%}th{text-align:start;font-weight:600;color:var(--soft)}th[scope=row]{white-space:nowrap}th,td{padding-block:.3rem;padding-inline-end:.7rem;border-bottom:1px solid var(--line);vertical-align:top}td.n{text-align:end;white-space:nowrap}
.scroll{overflow-x:auto}
.facts{display:grid;grid-template-columns:repeat(auto-fill,minmax(11rem,1fr));gap:.4rem 1.2rem;margin:.5rem 0;font:14px/1.4 var(--sans)}.facts dt{color:var(--soft);font-size:13px}.facts dd{margin:0;overflow-wrap:anywhere}
figure{margin:1.4rem 0 2rem;break-inside:avoid}figure svg{width:100%;height:auto;max-width:36rem;display:block}figcaption{font-size:.95rem}figcaption b{font-weight:600}
.filter{font:14.5px/1.4 var(--sans);display:flex;gap:.7rem;flex-wrap:wrap;margin:1.2rem 0}.filter input,.filter select{font:inherit;padding:.35rem .5rem;border:1px solid #9aa2a9;border-radius:4px;background:#fff}
.filter[hidden],[data-off]{display:none!important}
hr{border:0;border-top:1px solid var(--line);margin:3rem 0 0}
.card.brief{display:grid;grid-template-columns:7rem minmax(0,1fr);column-gap:1rem;padding:.5rem 1rem;margin:.6rem 0}.card.brief>*{grid-column:2}.card.brief>.top{grid-column:1;grid-row:1/span 5;flex-direction:column;gap:0;flex-wrap:nowrap;align-items:flex-start}.card.brief h3{margin:0;font-size:1rem;line-height:1.4}.card.brief p{margin:.1rem 0;font-size:.95rem;line-height:1.45}.card.brief .number{font-size:1.35rem}.card.brief .place{font-size:.72em;overflow-wrap:anywhere}
.logo{display:block;max-height:3.2rem;max-width:14rem;margin:2rem 0 -1rem}
.conclusion{border-top:2px solid var(--accent);border-bottom:1px solid var(--line);padding:.7rem 0 .9rem;margin:1rem 0;break-inside:avoid}.conclusion.two{display:grid;grid-template-columns:minmax(0,3fr) minmax(0,2fr);gap:1.6rem}
.conclusion .name{font:600 14.5px/1.4 var(--sans);color:var(--soft);margin:0}.conclusion .verdict{font-size:1.35rem;line-height:1.3;font-weight:600;margin:.2rem 0 .3rem}.conclusion .verdict i{font-weight:400}.conclusion .who{font-weight:600}.conclusion .label{margin-top:.6rem}.conclusion p{margin-block:.25rem}.conclusion ul{margin:.1rem 0;padding-inline-start:1.1rem}.conclusion li{margin:.1rem 0;line-height:1.4}
.opinion{border:1px solid var(--line);border-radius:4px;padding:.2rem 1rem .8rem;background:#fff;align-self:start;min-height:8rem;display:flex;flex-direction:column}.opinion .words{font-style:italic}.opinion .sign{font:14px/1.4 var(--sans);color:var(--soft);margin-top:.6rem}.opinion .sign.line{border-top:1px solid var(--soft);padding-top:.2rem;margin-top:3rem}
.answers{border-top:1px solid var(--line)}.answer{display:grid;grid-template-columns:minmax(0,4fr) minmax(0,7fr);gap:.2rem 1.4rem;padding:.6rem 0;border-bottom:1px solid var(--line);break-inside:avoid}.answer>div:first-child{position:relative;padding-inline-start:1.7rem}.answer>div:first-child>.mark{position:absolute;inset-inline-start:0}.answer>div>.quiet{display:block}.answer dl{margin:.15rem 0}.answer dl div{margin:.2rem 0}.answer dt{display:inline;font:600 13.5px/1.4 var(--sans);color:var(--soft)}.answer dt::after{content:": "}.answer dd{display:inline;margin:0;font-size:.95rem}
.answer .state{padding:0}.dense .state{color:var(--accent)}.answers.dense .answer dl div{display:inline;margin-inline-end:.4em}.answers.dense .answer dl{line-height:1.45}
.ask{border-bottom:1px solid var(--line);padding:.7rem 0;break-inside:avoid}.ask .about{font:600 13.5px/1.4 var(--sans);color:var(--soft);margin:0}.ask .question{font-size:1.12rem;font-weight:600;margin:.1rem 0 .3rem}.ask .pair{display:grid;grid-template-columns:11fr 9fr;gap:1.4rem}.ask .pair p{margin:.1rem 0;font-size:.95rem}.ask .strong{border-inline-start:3px solid var(--accent);padding-inline-start:.8rem}.ask .weak{border-inline-start:3px solid var(--line);padding-inline-start:.8rem}.ask .flag{font-size:.95rem}.ask .room i{display:block;border-bottom:1px solid var(--line);height:1.7rem}
table.wide{min-width:34rem}table.wide td{overflow-wrap:anywhere}.register{font-size:12.5px}.register a{white-space:nowrap}
[dir=rtl] p,[dir=rtl] li,[dir=rtl] td,[dir=rtl] dd,[dir=rtl] h3,[dir=rtl] .words,[dir=rtl] .measured{unicode-bidi:plaintext}[dir=rtl] .bars,[dir=rtl] .number{direction:ltr}
@media(min-width:64rem){.page{grid-template-columns:13rem minmax(0,1fr);gap:3.5rem}nav{display:block;position:sticky;top:2.4rem;align-self:start;margin-top:2.6rem;max-height:calc(100vh - 4rem);overflow:auto}}
@media(max-width:38rem){.card.brief{display:block}.card.brief>.top{flex-direction:row;flex-wrap:wrap;gap:.6rem}.conclusion.two,.answer,.ask .pair{grid-template-columns:1fr}.ask .pair{gap:.5rem}.answer>div+div{padding-inline-start:1.7rem}body{font-size:16px}h1{font-size:1.8rem}.said>div{grid-template-columns:1.5rem minmax(0,1fr)}.said .measured{grid-column:2}details.row>summary{grid-template-columns:1fr}.state{padding-inline-start:1.2rem}.bars .r{grid-template-columns:6.2rem minmax(0,1fr) 6rem;gap:.5rem}.bars .who,.bars .much{font-size:13px}.bars .track b:nth-child(even){display:none}}
@media print{.ask .pair .label,.ask .pair .label+p{display:inline}.ask .pair .label::after{content:": "}.conclusion{margin-top:.4rem}}
@page{size:A4;margin:15mm 16mm 17mm;@bottom-right{content:counter(page) " / " counter(pages);font:9pt sans-serif;color:#5b636b}}
@media print{a[href^="#e-"]{font-size:.78em;color:var(--soft)}table{font-size:8.4pt}table.wide{min-width:0}html{font-size:12.4px}body{font-size:1rem;line-height:1.42;background:#fff}table.wide{table-layout:fixed}p{margin:.3rem 0}h2{font-size:13pt}h3{font-size:11pt;margin:1rem 0 .3rem}.page{display:block;max-width:none;padding:0}main{max-width:none}nav,.filter,.skip{display:none}h2{break-after:avoid;margin:.8rem 0 .25rem}h3{break-after:avoid}.quiet,.by,.said .by,.links,.answer dt,.label,.state,.card .sev,.opinion .sign{font-size:8.2pt}.card.brief .links{display:none}.card.brief h3{font-size:9.4pt}.card.brief p{font-size:8.8pt}.card.brief{padding:.25rem .8rem;margin:.4rem 0}
.card,.said>div,tr{break-inside:avoid}details.row>summary .title::before{content:""!important;width:0}details.row[data-known]::details-content{content-visibility:visible;block-size:auto}hr{display:none}hr.page-break{display:block;border:0;margin:0;break-before:page}.page-break+h1,.page-break+h2{margin-top:0}h1{font-size:20pt;margin:0}.card .number{font-size:14pt}.bars .r{height:1.4rem}.bars .axis{height:1.15rem}.ruler{margin:.3rem 0 .6rem}.ruler .name{margin:0;font-size:9.4pt}.ruler p{margin:0}.bars .who,.bars .much,.bars .track b{font-size:8.5pt}.answer{padding:.28rem 0}.dense .answer{display:block;padding-inline-start:1.4rem;position:relative}.dense .answer>div,.dense .answer dl{display:inline}.answers.dense .answer>div:first-child{position:static;padding:0}.dense .answer .mark{inset-inline-start:0}.dense .answer .state{margin-inline:.5em}.answer dd{font-size:8.8pt}.ask{padding:.22rem 0}.ask p,.ask .pair p{margin:.05rem 0;font-size:8.4pt;line-height:1.36}.ask .pair .label{font-size:8pt}details.row.evidence>summary{padding:.15rem 0;grid-template-columns:minmax(0,3fr) minmax(0,2fr);font-size:8.4pt}.ask .question{font-size:9pt;margin:.05rem 0 .15rem}.ask .question .quiet{font-weight:400}.said{font-size:8.7pt}.said>div{padding:.22rem 0}.card{padding-block:.3rem .4rem;margin:.6rem 0}.links a{white-space:normal}figure svg{max-width:27rem}.register{font-size:7.5pt}.conclusion .verdict{font-size:13pt}a{color:inherit;text-decoration:none}}
`

/** An edition's own colour in place of Assay's. */
export const accentStyle = (accent: string): string => `:root{--accent:${accent};--accent-soft:${accent}26}`
