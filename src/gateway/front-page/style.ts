/** How the front page looks: light or dark as the reader's system has it, readable on a telephone, nothing loaded. */
export const style = `
:root { color-scheme: light dark; --ink: #16202a; --soft: #5b6875; --paper: #f6f7f9; --card: #fff; --line: #dde2e8; --mark: #0b62d6;
  --get: #0b6e4f; --post: #0b4fb3; --put: #8a5300; --delete: #a8201a; --bad: #a8201a; --good: #0b6e4f; --code: #eef1f5 }
@media (prefers-color-scheme: dark) { :root { --ink: #e6ebf0; --soft: #9aa7b4; --paper: #10151b; --card: #182028; --line: #2b3640;
  --mark: #6cb0ff; --get: #58c99b; --post: #7db5ff; --put: #e0ab57; --delete: #ff8f87; --bad: #ff8f87; --good: #58c99b; --code: #0c1116 } }
* { box-sizing: border-box }
body { margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, sans-serif }
header, main { max-width: 62rem; margin: 0 auto; padding: 1.25rem }
header { padding-bottom: 0 }
h1 { font-size: 1.5rem; margin: 0 }
h2 { font-size: 1rem; margin: 1.75rem 0 .5rem; text-transform: capitalize }
p { margin: .25rem 0; color: var(--soft) }
a { color: var(--mark) }
.bar { display: flex; flex-wrap: wrap; gap: .75rem; margin-top: 1rem }
.bar label { flex: 1 1 15rem }
label { display: block; font-size: .85rem; color: var(--soft) }
input, textarea, select { width: 100%; margin-top: .2rem; padding: .5rem .6rem; color: var(--ink); background: var(--card);
  border: 1px solid var(--line); border-radius: .4rem; font: inherit }
textarea { font: 13px/1.5 ui-monospace, monospace; min-height: 9rem; resize: vertical }
:focus-visible { outline: 2px solid var(--mark); outline-offset: 2px }
details { background: var(--card); border: 1px solid var(--line); border-radius: .5rem; margin-bottom: .4rem }
summary { display: flex; flex-wrap: wrap; align-items: baseline; gap: .2rem .75rem; padding: .55rem .8rem; cursor: pointer; list-style: none }
summary::-webkit-details-marker { display: none }
summary code { font: 13.5px ui-monospace, monospace; overflow-wrap: anywhere }
summary .about { color: var(--soft); font-size: .88rem; flex: 1 1 14rem }
.method { font: 700 .72rem ui-monospace, monospace; width: 3.6rem }
.GET { color: var(--get) } .POST { color: var(--post) } .PUT, .PATCH { color: var(--put) } .DELETE { color: var(--delete) }
.open { font-size: .75rem; color: var(--soft); border: 1px solid var(--line); border-radius: 1rem; padding: 0 .5rem }
form { border-top: 1px solid var(--line); padding: .8rem; display: grid; gap: .7rem }
.also { font-size: .82rem; color: var(--soft); overflow-wrap: anywhere }
button { justify-self: start; padding: .45rem 1.1rem; border: 0; border-radius: .4rem; background: var(--mark); color: var(--card);
  font: inherit; font-weight: 600; cursor: pointer }
button:disabled { opacity: .6 }
pre { margin: 0; padding: .7rem; background: var(--code); border-radius: .4rem; overflow: auto; max-height: 24rem;
  font: 12.5px/1.5 ui-monospace, monospace; white-space: pre-wrap; overflow-wrap: anywhere }
.status { font-weight: 600 } .bad { color: var(--bad) } .good { color: var(--good) }
[hidden] { display: none !important }
`
