/* FAQ assistant: one script tag and <faq-assistant></faq-assistant> on any page. No dependencies.
 * The README lists its attributes, CSS properties and events. Content is inserted as text, never as markup. */
(() => {
"use strict";

const SCRIPT = document.currentScript?.src || location.href;
const SLOW_MS = 4000, LIMIT_MS = 30000, TYPING_MS = 150, KEPT = 30;
const NARROW = matchMedia("(max-width: 520px)");
const HANDOFF = "I want to talk to a person";
const ELEMENTS = /^(p|[uo]l|li|[hb]r|pre|blockquote|t[rhd]|table|strong|em|s|code|mark)$/;
const REASONS = ["wrong_answer", "not_my_question", "incomplete", "unclear"];

const KEYS = ("title greeting close reset input send wait slow offline failed busy retry yes no " +
  "depends undetermined unsure full broken conditions resources suggested none person handoff " +
  "helpful up down why wrong_answer not_my_question incomplete unclear comment thanks clear list which applies also conflict long").split(" ");
const STRINGS = {
en: "Ask the FAQ|Ask a question. The answer is quoted from the FAQ, word for word.|Close|New conversation|Your question|Send|Looking for the answer…|Still looking…|You are offline. Your question is kept.|That did not work.|Too many questions. Try again in {} s.|Try again|Yes|No|It depends|Not clear|I cannot say yes or no for sure. The FAQ says:|Read the full entry|The published text breaks off here.|Conditions|See also|I am not sure that the FAQ answers this. Did you mean:|The FAQ does not answer that.|Talk to a person|Here is how to reach a person.|Was this helpful?|Helpful|Not helpful|What was wrong?|Wrong answer|Not what I asked|Incomplete|Hard to understand|Anything to add?|Thank you.|Remove|Matching questions|Which of these are you?|Does this apply to you?|You also asked:|The FAQ says yes and no:|Too long: at most {} characters.",
de: "Frage an die FAQ|Stellen Sie eine Frage. Die Antwort ist wörtlich aus den FAQ zitiert.|Schließen|Neue Unterhaltung|Ihre Frage|Senden|Die Antwort wird gesucht …|Suche läuft noch …|Sie sind offline. Ihre Frage bleibt erhalten.|Das hat nicht geklappt.|Zu viele Fragen. Bitte in {} s erneut versuchen.|Erneut versuchen|Ja|Nein|Kommt darauf an|Nicht eindeutig|Ich bin mir nicht sicher, ob Ja oder Nein. In den FAQ steht:|Ganzen Eintrag lesen|Der veröffentlichte Text bricht hier ab.|Bedingungen|Siehe auch|Ich bin mir nicht sicher, ob die FAQ diese Frage beantworten. Meinten Sie:|Die FAQ beantworten diese Frage nicht.|Mit jemandem sprechen|So erreichen Sie jemanden persönlich.|War das hilfreich?|Hilfreich|Nicht hilfreich|Was hat nicht gepasst?|Falsche Antwort|Nicht meine Frage|Unvollständig|Schwer verständlich|Etwas ergänzen?|Vielen Dank.|Entfernen|Passende Fragen|Was trifft auf Sie zu?|Trifft das auf Sie zu?|Sie fragten auch:|Die FAQ sagen Ja und Nein:|Zu lang: höchstens {} Zeichen.",
fr: "Interroger la FAQ|Posez une question. La réponse cite la FAQ mot pour mot.|Fermer|Nouvelle conversation|Votre question|Envoyer|Recherche de la réponse…|La recherche continue…|Vous êtes hors ligne. Votre question est conservée.|Cela n’a pas marché.|Trop de questions. Réessayez dans {} s.|Réessayer|Oui|Non|Cela dépend|Incertain|Je ne peux dire ni oui ni non. La FAQ dit :|Lire l’article complet|Le texte publié s’interrompt ici.|Conditions|Voir aussi|La FAQ ne répond peut-être pas à cette question. Vouliez-vous dire :|La FAQ ne répond pas à cette question.|Parler à un conseiller|Voici comment joindre un conseiller.|Était-ce utile ?|Utile|Pas utile|Qu’est-ce qui n’allait pas ?|Réponse erronée|Hors sujet|Incomplète|Difficile à comprendre|Quelque chose à ajouter ?|Merci.|Retirer|Questions correspondantes|Lequel de ces cas vous concerne ?|Est-ce votre cas ?|Vous avez aussi demandé :|La FAQ dit oui et non :|Trop long : {} caractères au maximum.",
es: "Consultar las FAQ|Haga una pregunta. La respuesta es una cita literal de las FAQ.|Cerrar|Nueva conversación|Su pregunta|Enviar|Buscando la respuesta…|Seguimos buscando…|Sin conexión. Su pregunta se conserva.|No funcionó.|Demasiadas preguntas. Reinténtelo en {} s.|Reintentar|Sí|No|Depende|No está claro|No puedo asegurar sí o no. Las FAQ dicen:|Leer la entrada completa|El texto publicado se interrumpe aquí.|Condiciones|Véase también|Es posible que las FAQ no respondan a esta pregunta. Quizás quiso decir:|Las FAQ no responden a esta pregunta.|Hablar con una persona|Así puede contactar con una persona.|¿Le ha sido útil?|Útil|No es útil|¿Cuál ha sido el problema?|Respuesta errónea|No era mi pregunta|Incompleta|Difícil de entender|¿Algo que añadir?|Gracias.|Quitar|Preguntas coincidentes|¿Cuál de estos es su caso?|¿Se aplica esto a su caso?|También preguntó:|Las FAQ dicen sí y no:|Demasiado largo: {} caracteres como máximo.",
pt: "Consultar as FAQ|Faça uma pergunta. A resposta é uma citação literal das FAQ.|Fechar|Nova conversa|A sua pergunta|Enviar|À procura da resposta…|Ainda à procura…|Está offline. A sua pergunta fica guardada.|Não funcionou.|Demasiadas perguntas. Tente novamente em {} s.|Tentar novamente|Sim|Não|Depende|Não está claro|Não posso garantir sim ou não. As FAQ dizem:|Ler o texto completo|O texto publicado é interrompido aqui.|Condições|Ver também|Talvez as FAQ não respondam a isto. Quis dizer:|As FAQ não respondem a isto.|Falar com uma pessoa|Veja como falar com uma pessoa.|Esta resposta foi útil?|Útil|Não é útil|O que estava errado?|Resposta errada|Não perguntei isso|Incompleta|Difícil de entender|Algo a acrescentar?|Obrigado.|Remover|Perguntas correspondentes|Qual destes é o seu caso?|Este é o seu caso?|Também perguntou:|As FAQ dizem sim e não:|Demasiado longo: no máximo {} caracteres.",
ja: "FAQに質問する|ご質問をどうぞ。回答はFAQの原文をそのまま引用します。|閉じる|新しい会話|ご質問|送信|回答を探しています…|まだ探しています…|オフラインです。質問は保存されています。|うまくいきませんでした。|質問が多すぎます。{}秒後にお試しください。|再試行|はい|いいえ|場合によります|不明確|「はい」か「いいえ」かは断定できません。記載内容：|項目の全文を読む|公開されている文章はここで途切れています。|条件|関連情報|FAQに該当する回答がない可能性があります。お探しの質問はこちらですか？|FAQにはこの質問への回答がありません。|担当者に相談する|担当者への連絡方法はこちらです。|役に立ちましたか？|役に立った|役に立たなかった|何が問題でしたか？|回答が間違っている|質問の内容と違う|情報が足りない|わかりにくい|補足があればご記入ください|ありがとうございます。|解除|一致する質問|どれに該当しますか？|次に該当しますか？|他のご質問：|FAQには「はい」も「いいえ」もあります：|長すぎます。{}文字以内で入力してください。",
zh: "咨询常见问题|请输入您的问题。答案逐字引自常见问题解答。|关闭|新对话|您的问题|发送|正在查找答案…|仍在查找…|您已离线。您的问题已保留。|操作失败。|提问过于频繁。请在 {} 秒后重试。|重试|是|否|视情况而定|不明确|无法确定“是”或“否”。原文如下：|阅读完整条目|已发布的文本到此中断。|条件|另请参阅|常见问题解答可能没有回答这个问题。您是想问：|常见问题解答没有回答这个问题。|联系人工客服|您可以通过以下方式联系人工客服。|这个回答有帮助吗？|有帮助|没有帮助|哪里有问题？|答案错误|答非所问|不完整|难以理解|还有什么要补充的吗？|谢谢。|移除|匹配的问题|您属于以下哪种情况？|以下情况适用于您吗？|您还问了：|常见问题解答中既有“是”也有“否”：|过长，最多 {} 个字符。",
ar: "ابحث في الأسئلة الشائعة|اطرح سؤالاً. الإجابة مقتبسة حرفياً من الأسئلة الشائعة.|إغلاق|محادثة جديدة|سؤالك|إرسال|جارٍ البحث عن الإجابة…|ما زال البحث جارياً…|أنت غير متصل بالإنترنت. سؤالك محفوظ.|لم ينجح ذلك.|عدد الأسئلة كبير جداً. حاول مجدداً بعد {} ث.|إعادة المحاولة|نعم|لا|حسب الحالة|غير واضح|لا أستطيع الجزم بنعم أو لا. وجاء في الأسئلة الشائعة:|قراءة النص الكامل|ينقطع النص المنشور هنا.|الشروط|انظر أيضاً|قد لا تجيب الأسئلة الشائعة عن هذا السؤال. هل تقصد:|لا تجيب الأسئلة الشائعة عن هذا السؤال.|التحدث إلى موظف|إليك كيفية التواصل مع موظف.|هل كان هذا مفيداً؟|مفيد|غير مفيد|ما المشكلة؟|إجابة خاطئة|ليس ما سألت عنه|إجابة ناقصة|إجابة صعبة الفهم|هل تود إضافة شيء؟|شكراً لك.|إزالة|أسئلة مطابقة|أيٌّ مما يلي ينطبق عليك؟|هل ينطبق هذا عليك؟|سألت أيضاً:|تجيب الأسئلة الشائعة بنعم وبلا:|النص طويل جداً. الحد الأقصى {} حرف.",
};
const stringsOf = (language) =>
  Object.fromEntries(STRINGS[language].split("|").map((text, i) => [KEYS[i], text]));

const ICONS = {
  chat: "M4 5h16v11H9l-5 4z", close: "M6 6l12 12M18 6L6 18", send: "M4 12h15M13 6l6 6-6 6",
  reset: "M5 12a7 7 0 1 0 2.5-5.4M5 4v4h4", yes: "M5 12.5l4.5 4.5L19 7.5", no: "M7 7l10 10M17 7L7 17",
  depends: "M12 20v-7M12 13L6 6M12 13l6-7", undetermined: "M9 9.2a3 3 0 1 1 4.6 2.5c-1 .7-1.6 1.2-1.6 2.3M12 17.5v.1",
  up: "M8 11l4-7c1.5 0 2.4 1 2 2.6L13.4 10H18a2 2 0 0 1 2 2.4l-1.2 5.2A2 2 0 0 1 16.8 19H8zM4 11h4v8H4z",
  person: "M12 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM5 20c.6-4 3.4-6 7-6s6.4 2 7 6",
};

const CSS = `
:host { all: initial; visibility: inherit; color-scheme: light dark; --bg: var(--faq-background, light-dark(#fff, #16191f));
  --soft: var(--faq-surface, light-dark(#f5f6f8, #20242c)); --ink: var(--faq-text, light-dark(#1a1e26, #e9ebef));
  --mute: light-dark(#565e6b, #a8b0bd); --line: light-dark(#e2e5ea, #323843); --edge: light-dark(#828a97, #757e8d);
  --accent: var(--faq-accent, #3350cc); --on: #fff; --link: light-dark(#2c46b8, #a9b9ff);
  --round: var(--faq-radius, 16px); color: var(--ink);
  font: 400 15px/1.55 var(--faq-font, system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif); }
@supports (color: oklch(from red l c h)) { :host { --on: oklch(from var(--accent) clamp(.1, (.565 - l) * 999, 1) 0 h);
  --link: light-dark(oklch(from var(--accent) min(l, .48) c h), oklch(from var(--accent) max(l, .8) min(c, .12) h)); } }
:host([theme=light]) { color-scheme: light; } :host([theme=dark]) { color-scheme: dark; }
:host([inline]) { display: block; } :host([hidden]) { display: none; }
*, ::before { box-sizing: border-box; }
button, input, textarea { font: inherit; color: inherit; }
button { cursor: pointer; border: 0; background: none; min-height: 32px; border-radius: 10px; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
[hidden] { display: none !important; }
svg { width: 20px; height: 20px; fill: none; stroke: currentColor; stroke-width: 1.9; stroke-linecap: round;
  stroke-linejoin: round; flex: none; }
a { color: var(--link); overflow-wrap: anywhere; }
p, ul, ol, pre, h2, h3, figure, blockquote { margin: 0; padding: 0; font: inherit; }
.sr { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.launch, dialog { position: fixed; inset: auto; bottom: 20px; inset-inline-end: 20px; z-index: var(--faq-z-index, 2147483000); }
.start.launch, .start dialog, .start .launch { inset-inline: 20px auto; }
.launch { display: flex; align-items: center; gap: 10px; min-height: 52px; padding: 6px 22px 6px 18px; border-radius: 26px;
  background: var(--accent); color: var(--on); font-weight: 600; box-shadow: 0 6px 20px #0003;
  max-width: calc(100vw - 40px); overflow-wrap: anywhere; }
.launch:hover, .primary:hover { filter: brightness(1.08); }
.panel { display: flex; flex-direction: column; margin: 0; padding: 0; overflow: hidden; color: inherit; background: var(--bg);
  border: 1px solid var(--line); border-radius: var(--round); width: min(var(--faq-width, 410px), calc(100vw - 40px));
  height: min(var(--faq-height, 660px), calc(100dvh - 40px)); max-width: none; max-height: none; box-shadow: 0 16px 48px #0004; }
dialog.panel:not([open]) { display: none; }
section.panel { width: 100%; height: var(--faq-height, 620px); box-shadow: none; position: relative; }
dialog[open] { animation: rise .18s ease-out; }
@keyframes rise { from { opacity: 0; transform: translateY(10px); } }
.head { display: flex; align-items: center; gap: 4px; padding: 14px 20px; padding-inline-end: 12px; border-bottom: 1px solid var(--line); }
h2 { flex: 1; font-weight: 650; font-size: 16px; min-width: 0; overflow-wrap: anywhere; }
.icon { display: grid; place-items: center; width: 36px; height: 36px; color: var(--mute); flex: none; }
.icon:hover { background: var(--soft); color: var(--ink); }
.log { flex: 1; overflow: auto; overscroll-behavior: contain; padding: 20px; display: flex; flex-direction: column; gap: 16px;
  position: relative; }
.log:focus-visible { outline-offset: -3px; }
.hello { color: var(--mute); }
.mine { align-self: flex-end; max-width: 85%; padding: 9px 14px;
  border-radius: 16px; border-end-end-radius: 4px; background: var(--accent); color: var(--on); overflow-wrap: anywhere; }
.turn { display: flex; flex-direction: column; gap: 12px; }
.card { display: flex; flex-direction: column; gap: 14px; padding: 16px; border-radius: 16px; border-end-start-radius: 4px;
  background: var(--soft); overflow-wrap: anywhere; }
.badge { display: inline-flex; align-items: center; gap: 7px; align-self: flex-start; padding: 4px 9px; padding-inline-end: 13px; border-radius: 999px; font-weight: 650; border: 1px solid; color: var(--mute); background: var(--bg); }
.badge svg { width: 18px; height: 18px; stroke-width: 2.4; }
.badge.yes { color: light-dark(#0b6234, #8be3ad); background: light-dark(#e2f5e9, #12331f); }
.badge.no { color: light-dark(#a01723, #ffb4b4); background: light-dark(#fdeaea, #3c171a); }
.badge.depends { color: light-dark(#734500, #ffd27d); background: light-dark(#fff2d4, #372807); }
.small { font-size: 13px; padding: 1px 6px; padding-inline-end: 9px; gap: 4px; } .small svg { width: 14px; height: 14px; }
.rows { list-style: none; display: grid; gap: 8px; }
.rows li { display: flex; justify-content: space-between; align-items: center; gap: 12px; }
.rows .badge { align-self: auto; flex: none; }
figure { display: grid; gap: 8px; padding: 14px 16px; border-radius: 12px; background: var(--bg); border: 1px solid var(--line); }
figcaption { font-weight: 620; line-height: 1.4; }
blockquote { white-space: pre-line; min-width: 0; }
blockquote * + *, li > ul { margin-top: 6px; } blockquote :is(ul, ol, blockquote) { padding-inline-start: 18px; }
blockquote blockquote { border-inline-start: 2px solid var(--line); }
code, pre { font: 13px/1.55 monospace; padding: 1px 4px; border-radius: 3px; background: var(--soft); }
pre { white-space: pre-wrap; padding: 8px 12px; } table { display: block; overflow: auto; border-collapse: collapse; overflow-wrap: normal;
  background: linear-gradient(90deg, var(--bg) 40%, #0000) 0 / 36px 100% no-repeat local,
    linear-gradient(270deg, var(--bg) 40%, #0000) 100% / 36px 100% no-repeat local,
    linear-gradient(90deg, var(--edge), #0000) 0 / 12px 100% no-repeat, linear-gradient(270deg, var(--edge), #0000) 100% / 12px 100% no-repeat; }
th, td { padding: 4px 0; padding-inline-end: 13px; border-bottom: 1px solid var(--line); text-align: start; vertical-align: top; }
mark { color: inherit; background: light-dark(#fff0b3, #57480f); border-radius: 3px; padding: 1px 0; }
.note { color: var(--mute); font-size: 13.5px; }
h3 { font-weight: 620; font-size: 13.5px; margin-bottom: 4px; }
.list { padding-inline-start: 18px; display: grid; gap: 4px; }
.chips { display: flex; flex-wrap: wrap; gap: 8px; }
.chip { min-height: 36px; padding: 6px 14px; border-radius: 18px; border: 1px solid var(--edge); background: var(--bg); text-align: start; }
.chip:hover, .chip[aria-pressed=true] { border-color: var(--link); color: var(--link); }
.chip[aria-pressed=true] { box-shadow: inset 0 0 0 1px var(--link); }
p + .chips, p + .list { margin-top: 10px; } .stack { flex-direction: column; align-items: flex-start; }
.turn:not(:last-child) .last { display: none; }
.primary { min-height: 38px; padding: 6px 16px; background: var(--accent); color: var(--on); font-weight: 600; align-self: flex-start; justify-self: start; }
.rate { display: grid; gap: 10px; border-top: 1px solid var(--line); padding-top: 10px; }
.rate > div:first-child { display: flex; align-items: center; gap: 4px; color: var(--mute); font-size: 13.5px; min-height: 34px; }
.rate .icon:first-of-type { margin-inline-start: auto; } .down svg { transform: rotate(180deg); }
.rate textarea { width: 100%; min-height: 64px; resize: vertical; padding: 8px 12px; border: 1px solid var(--edge); border-radius: 10px;
  background: var(--bg); }
.rate form { display: grid; gap: 10px; }
.error { border: 1px solid light-dark(#d6a0a4, #7a3b40); }
.status { display: flex; align-items: center; gap: 10px; color: var(--mute); padding: 0 20px; min-height: 0; }
.status:not(:empty) { padding-block: 0 12px; }
.status::before { content: ""; width: 8px; height: 8px; border-radius: 50%; background: var(--accent); animation: beat 1s infinite alternate; }
.status:empty::before { display: none; }
@keyframes beat { to { opacity: .25; } }
.offline { padding: 8px 20px; background: light-dark(#fff2d4, #372807); color: light-dark(#734500, #ffd27d); }
.foot { position: relative; padding: 12px 16px 10px; border-top: 1px solid var(--line); display: grid; gap: 8px;
  grid-template-columns: minmax(0, 1fr); }
.ask { display: flex; gap: 8px; }
.ask input { flex: 1; min-width: 0; min-height: 46px; padding: 0 16px; border: 1px solid var(--edge); border-radius: 23px; background: var(--bg); }
input:focus-visible { outline-offset: -1px; } .ask input::placeholder { color: var(--mute); opacity: 1; }
.send { display: grid; place-items: center; width: 46px; height: 46px; border-radius: 50%; background: var(--accent); color: var(--on); flex: none; }
:dir(rtl) .send svg { transform: scaleX(-1); }
.person { display: inline-flex; align-items: center; gap: 6px; justify-self: center; padding: 2px 10px; color: var(--mute); font-size: 13.5px; }
.person svg { width: 16px; height: 16px; } .person:hover { color: var(--ink); text-decoration: underline; }
.who { display: flex; align-items: center; gap: 4px; font-size: 13.5px; color: var(--mute); } .who .icon { width: 28px; height: 28px; min-height: 28px; }
.who svg { width: 15px; height: 15px; } .who span { min-width: 0; overflow-wrap: anywhere; }
.found { position: absolute; inset-inline: 16px; bottom: calc(100% - 6px); max-height: min(244px, 100dvh - 170px); overflow: auto; list-style: none; padding: 6px;
  border: 1px solid var(--line); border-radius: 14px; background: var(--bg); box-shadow: 0 8px 28px #0003; }
.found li { padding: 8px 12px; border-radius: 9px; cursor: pointer; line-height: 1.4; }
.found li:hover, .found [aria-selected=true] { background: var(--soft); color: var(--link); }
.found [aria-selected=true] { outline: 2px solid var(--link); outline-offset: -2px; }
@media ${NARROW.media} { dialog.panel { inset: 0; width: 100vw; height: 100dvh; border: 0; border-radius: 0; }
  .start dialog.panel { inset-inline: 0; } .log { padding: 16px; } input, textarea { font-size: 16px !important; } }
@media (max-height: 480px) { .head { padding-block: 2px; } .log { padding-block: 8px; } .who { grid-column: 1 / -1; }
  .foot { padding-block: 6px; gap: 4px; grid-template-columns: minmax(0, 1fr) auto; align-items: center; } .person { font-size: 0; } }
@media (prefers-reduced-motion: reduce) { *, ::before { animation: none !important; } }
@media (prefers-reduced-motion: no-preference) { .log { scroll-behavior: smooth; } }
@media (forced-colors: active) { .card, .mine, .launch, .primary, .send { border: 1px solid; }
  .chip[aria-pressed=true] { forced-color-adjust: none; background: Highlight; color: HighlightText; } }
@media print { .launch, dialog { display: none !important; } }`;

let sheet;
const sharedSheet = () => {
  if (!sheet) (sheet = new CSSStyleSheet()).replaceSync(CSS);
  return sheet;
};

/** An element; `class` and `on` apart, properties are attributes; false and null leave one out. */
function h(tag, { class: name, on = {}, ...attributes } = {}, ...children) {
  const element = document.createElement(tag);
  if (name) element.className = name;
  for (const [key, value] of Object.entries(attributes))
    if (value != null && value !== false) element.setAttribute(key, value === true ? "" : value);
  for (const [event, handler] of Object.entries(on)) element.addEventListener(event, handler);
  element.append(...children.flat(9).filter((child) => child != null && child !== false));
  return element;
}

const press = (name, click, attributes, ...children) =>
  h("button", { class: name, type: "button", on: { click }, ...attributes }, ...children);

function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const path = document.createElementNS(svg.namespaceURI, "path");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

/** An http(s) or mailto address, absolute; null for everything else, such as javascript: */
function safeUrl(text, base) {
  try {
    const url = new URL(text, base);
    return /^(https?|mailto):$/.test(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

/** `text` cut where evidence begins and ends. Offsets count code points, strings here UTF-16 units. */
function pieces(text, evidence) {
  const points = Array.from(text), cut = [];
  let at = 0;
  for (const { start, end } of [...evidence].sort((a, b) => a.start - b.start || a.end - b.end)) {
    const from = Math.max(start, at);
    if (!(from < end)) continue;
    if (from > at) cut.push(points.slice(at, from).join(""));
    cut.push(h("mark", {}, points.slice(from, end).join("")));
    at = end;
  }
  return [...cut, points.slice(at).join("")];
}

class FaqAssistant extends HTMLElement {
  static observedAttributes = ["title", "greeting", "accent", "position", "lang", "endpoint", "inline", "open",
    "suggestions", "audience"];

  #root = this.attachShadow({ mode: "open" });
  #s; #ui = {}; #here; #asking; #suggesting; #typing; #active = -1;
  #state = { turns: [] };

  #onEscape(event) {
    if (event.key !== "Escape" || event.isComposing || event.defaultPrevented || !this.#ui.panel.open) return;
    if (this.#root.activeElement) event.preventDefault();
    this.close();
  }

  /** What fills the screen is modal, or the focus could go behind it. */
  #onWidth() {
    const { panel, log } = this.#ui, focused = this.#root.activeElement, top = log.scrollTop;
    if (!panel.open) return;
    panel.close();
    this.#open();
    focused?.focus();
    log.scrollTo({ top, behavior: "instant" });
  }

  connectedCallback() {
    this.#root.adoptedStyleSheets = [sharedSheet()];
    this.#load();
    this.#render();
    const { signal } = (this.#here = new AbortController()), asked = this.hasAttribute("open");
    const onLine = () => (this.#ui.offline.hidden = navigator.onLine);
    addEventListener("online", onLine, { signal });
    addEventListener("offline", onLine, { signal });
    addEventListener("keydown", (event) => this.#onEscape(event), { signal });
    NARROW.addEventListener("change", () => this.#onWidth(), { signal });
    if ((this.#state.open ?? asked) && (asked || !NARROW.matches)) this.#show();
  }

  disconnectedCallback() {
    this.#asking?.abort();
    this.#suggesting?.abort();
    clearTimeout(this.#typing);
    this.#here.abort();
  }

  attributeChangedCallback(name, before, after) {
    if (!this.#ui.panel || before === after) return;
    if (name === "open") after == null ? this.close() : this.show();
    else {
      const { panel, input } = this.#ui, { open } = panel, typing = this.#root.activeElement === input;
      this.#render();
      if (open || typing) this.#show();
      if (typing) this.#ui.input.focus();
    }
  }

  /** Opens the panel, with the focus in it. */
  show() { this.#show(true); }

  close() {
    const { panel, launch } = this.#ui;
    if (!launch || !panel.open) return;
    const inside = this.#root.activeElement;
    panel.close();
    launch.hidden = false;
    if (inside) launch.focus();
    this.#state.open = false;
    this.#save();
    this.#emit("faq-close");
  }

  /** Asks as if it had been typed; `shown` is what the user sees as asked. */
  ask(question, shown = question) {
    question = String(question).trim();
    if (!question) return undefined;
    const turn = { question, shown };
    this.#state.turns = [...this.#state.turns, turn].slice(-KEPT);
    if (this.#ui.hello.contains(this.#root.activeElement)) this.#ui.log.focus();
    this.#ui.hello.hidden = true;
    this.#ui.log.append(this.#turn(turn));
    return this.#send(turn);
  }

  #emit(name, detail) { this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true })); }

  get #base() { return new URL(this.getAttribute("endpoint") || new URL(".", SCRIPT).href, location.href).href.replace(/\/?$/, "/"); }
  get #key() { return `faq-assistant ${this.#base} ${this.id || this.hasAttribute("inline")}`; }

  #load() {
    try {
      const kept = JSON.parse(sessionStorage.getItem(this.#key));
      if (kept) this.#state = { ...kept, turns: kept.turns.filter((turn) => turn.question && (!turn.answer || turn.answer.passages)) };
      // The page was left before the reply came: it can be asked for again.
      for (const turn of this.#state.turns) if (!turn.answer && !turn.failed) turn.failed = { status: 0 };
    } catch { /* no storage, or not ours: begin anew */ }
  }

  #save() {
    try { sessionStorage.setItem(this.#key, JSON.stringify(this.#state, (key, value) => (key === "element" ? undefined : value))); } catch { /* history is a convenience */ }
  }

  #language() {
    const wanted = (this.getAttribute("lang") || document.documentElement.lang || navigator.language || "en").toLowerCase();
    return STRINGS[wanted.slice(0, 2)] ? wanted.slice(0, 2) : "en";
  }

  #render() {
    const language = this.#language(), s = (this.#s = stringsOf(language));
    const inline = this.hasAttribute("inline"), title = this.getAttribute("title") || s.title;
    const button = (name, label, click) =>
      press("icon", click, { "aria-label": label }, icon(name));
    const ui = (this.#ui = {
      log: h("div", { class: "log", role: "log", "aria-live": "off", "aria-relevant": "additions", "aria-label": title, tabindex: 0 }),
      status: h("div", { class: "status", role: "status" }),
      offline: h("div", { class: "offline", role: "status", hidden: navigator.onLine }, s.offline),
      who: h("div", { class: "who", hidden: true }),
      found: h("ul", { class: "found", role: "listbox", id: "found", "aria-label": s.list, hidden: true }),
      input: Object.assign(h("input", { role: "combobox", "aria-expanded": "false", "aria-controls": "found", "aria-autocomplete": "list",
        "aria-label": s.input, placeholder: s.input, autocomplete: "off", enterkeyhint: "send", dir: "auto",
        on: { input: () => this.#type(), keydown: (event) => this.#onKey(event), blur: () => this.#offer([]) } }), { value: this.#ui.input?.value || "" }),
      hello: h("div", { class: "turn" }),
    });
    ui.panel = h(inline ? "section" : "dialog", { class: "panel", "aria-label": title,
      on: { cancel: (event) => (event.preventDefault(), this.close()), click: (event) => this.#leave(event.target.closest("a")) } },
      h("div", { class: "head" }, h("h2", { dir: "auto" }, title), button("reset", s.reset, () => this.#reset()),
        !inline && button("close", s.close, () => this.close())),
      ui.offline, ui.log, ui.status,
      h("div", { class: "foot" }, ui.who, ui.found,
        h("form", { class: "ask", on: { submit: (event) => { event.preventDefault(); this.#submit(); } } }, ui.input,
          h("button", { class: "send", "aria-label": s.send }, icon("send"))),
        press("person", () => this.ask(HANDOFF, s.person), {}, icon("person"), s.person)));
    ui.launch = inline ? null
      : press("launch", () => this.show(), { "aria-haspopup": "dialog" }, icon("chat"), title);
    const place = this.getAttribute("position") || "end";
    const rtl = language === "ar", start = /start/.test(place) || (rtl ? /right/ : /left/).test(place);
    this.#root.replaceChildren(h("div", { lang: language, dir: rtl ? "rtl" : "ltr", class: start && "start" }, ui.launch, ui.panel));
    this.#colour();
    this.#who();
    this.#fill();
  }

  #fill() {
    const { log, hello } = this.#ui, { turns } = this.#state;
    const starters = (this.getAttribute("suggestions") || "").split("|").map((text) => text.trim()).filter((text) => text && text !== "off");
    hello.replaceChildren(h("p", { class: "hello", dir: "auto" }, this.getAttribute("greeting") || this.#s.greeting),
      h("div", { class: "chips stack" }, starters.map((text) => this.#chip(text, () => this.ask(text)))));
    hello.hidden = turns.length > 0;
    log.setAttribute("aria-live", "off"); // what was said before is not news
    log.replaceChildren(hello, ...turns.map((turn) => this.#turn(turn)));
    requestAnimationFrame(() => {
      log.scrollTo({ top: log.scrollHeight, behavior: "instant" });
      log.setAttribute("aria-live", "polite");
    });
  }

  #colour() {
    const accent = this.getAttribute("accent");
    if (accent && globalThis.CSS.supports("color", accent)) this.style.setProperty("--faq-accent", accent);
  }

  #open() {
    const { panel, log } = this.#ui;
    if (NARROW.matches) { panel.showModal(); log.focus(); }
    else panel.setAttribute("open", ""); // as `show`, but the focus stays where it is
  }

  /** Where a link leads to a place in the page that the panel covers, the panel goes, and the focus with it. */
  #leave(link) {
    if (!link?.hash || !this.#ui.panel.matches(":modal") || new URL(link.hash, location).href !== link.href) return;
    link.blur();
    this.close();
  }

  /** Puts the focus into the question, but on a touch screen, where the keyboard would cover the answer, on the answers. */
  #focus() { this.#ui[matchMedia("(pointer: coarse)").matches ? "log" : "input"].focus(); }

  #show(focus) {
    const { panel, launch } = this.#ui;
    if (launch && !panel.open) {
      this.#open();
      launch.hidden = true;
      this.#state.open = true;
      this.#save();
      this.#emit("faq-open");
    }
    if (focus) this.#focus();
  }

  #reset() {
    this.#asking?.abort();
    this.#asking = null;
    this.#ui.status.textContent = "";
    this.#state = { turns: [], open: this.#state.open };
    this.#save();
    this.#who();
    this.#fill();
    this.#focus();
  }

  /** Says for whom the answers are, where the user has chosen. */
  #who() {
    const { who } = this.#ui, { audience } = this.#state;
    who.hidden = !audience;
    if (!audience) return;
    const clear = () => { delete this.#state.audience; this.#save(); this.#who(); this.#focus(); };
    who.replaceChildren(icon("person"), h("span", { dir: "auto" }, audience.label),
      press("icon", clear, { "aria-label": `${this.#s.clear}: ${audience.label}` }, icon("close")));
  }

  #submit() {
    const { input } = this.#ui, question = input.value;
    if (!question.trim()) return;
    input.value = "";
    this.#offer([]);
    this.ask(question);
  }

  async #send(turn) {
    this.#asking?.abort();
    const mine = (this.#asking = new AbortController()), { status, log } = this.#ui;
    const current = () => this.#asking === mine;
    delete turn.failed;
    delete turn.answer;
    this.#save();
    this.#refresh(turn);
    status.textContent = this.#s.wait;
    log.scrollTop = log.scrollHeight;
    const slow = setTimeout(() => (status.textContent = this.#s.slow), SLOW_MS);
    const limit = setTimeout(() => mine.abort(), LIMIT_MS);
    try {
      const { conversation, audience } = this.#state, named = audience?.id || this.getAttribute("audience");
      const post = (whom) => this.#post("ask", { question: turn.question, ...(conversation && { conversation_id: conversation }),
        ...(whom && { audience: whom }) }, mine.signal);
      turn.answer = await post(named).catch((error) => {
        if (error.code !== "unknown_audience") throw error;
        console.warn(`faq-assistant: ${error.detail}`);
        delete this.#state.audience;
        this.#who();
        return post();
      });
      if (current()) this.#state.conversation = turn.answer.conversation_id;
    } catch (error) {
      turn.failed = { status: error.status || 0, detail: error.detail || "", limit: error.limit, wait: error.wait || 0, replaced: !current() };
    }
    clearTimeout(slow);
    clearTimeout(limit);
    if (current()) this.#ui.status.textContent = "";
    if (!this.#state.turns.includes(turn)) return;
    this.#refresh(turn);
    this.#save();
    if (!current()) return;
    if (turn.element?.isConnected) this.#ui.log.scrollTop = turn.element.offsetTop - 16;
    if (turn.answer) this.#emit("faq-answer", turn.answer);
    else this.#emit("faq-error", turn.failed);
  }

  async #post(route, body, signal) {
    const response = await fetch(this.#base + "api/v1/" + route, { method: "POST", signal, credentials: "omit",
      headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
    if (response.ok) return response.status === 204 ? null : response.json();
    const { detail, code, limit } = await response.json().catch(() => ({}));
    throw Object.assign(new Error(), { status: response.status, detail, code, limit, wait: response.headers.get("Retry-After") });
  }

  #turn(turn) {
    const element = h("div", { class: "turn" }, h("p", { class: "mine" }, h("span", { class: "sr" }, this.#s.input + ": "), h("bdi", {}, turn.shown)));
    turn.element = element;
    if (turn.answer || turn.failed) element.append(this.#reply(turn));
    return element;
  }

  /** Puts the reply, as it now is, below its question. */
  #refresh(turn) {
    const { element } = turn;
    while (element.children.length > 1) element.lastChild.remove();
    if (turn.answer || turn.failed) element.append(this.#reply(turn));
  }

  #reply(turn) {
    return turn.answer ? h("div", { class: "card" }, this.#answer(turn, turn.answer)) : this.#failure(turn);
  }

  #failure(turn) {
    const s = this.#s, { status, limit, wait, replaced } = turn.failed;
    const text = status === 429 ? s.busy.replace("{}", wait || 30)
      : limit ? s.long.replace("{}", limit) : navigator.onLine ? s.failed : s.offline;
    const retry = status !== 422 && press(replaced ? "chip" : "primary", () => { this.#focus(); this.#send(turn); }, {}, s.retry);
    return replaced ? h("div", { class: "chips" }, retry) : h("div", { class: "card error" }, h("p", { dir: "auto" }, text), retry);
  }

  #chip(text, click, pressed) {
    return press("chip", click, { dir: "auto", "aria-pressed": pressed }, text);
  }

  #badge(value, small) {
    const known = ICONS[value] ? value : "undetermined";
    return h("span", { class: `badge ${known}${small ? " small" : ""}` }, icon(known), this.#s[known]);
  }

  #place({ title, url }) {
    const href = url && safeUrl(url, this.#base), away = /^h/.test(href) && new URL(href).origin !== location.origin;
    return href ? h("a", { href, dir: "auto", rel: "noopener noreferrer", target: away && "_blank" }, title) : h("span", { dir: "auto" }, title);
  }

  /** A node of a passage's layout: text, or an element known here; of others there is only the content. */
  #node(node) {
    const { tag, url, start } = node, inner = node.children?.map((child) => this.#node(child));
    return !tag ? node : tag === "a" ? this.#place({ title: inner, url })
      : ELEMENTS.test(tag) ? h(tag, { start, dir: /code|pre/.test(tag) && "ltr", tabindex: tag === "table" && 0 }, inner) : inner;
  }

  #list(title, items) {
    return items.length > 0 && h("div", {}, h("h3", {}, title), h("ul", { class: "list" }, items.map((item) => h("li", {}, h("bdi", {}, item)))));
  }

  #answer(turn, answer) {
    const s = this.#s, { outcome, verdict, clarification, escalation } = answer, answered = outcome === "answered";
    const lead = { suggested: s.suggested, not_covered: s.none, handoff: s.handoff, small_talk: !clarification && answer.message?.text }[outcome]
      || (verdict?.value === "undetermined" && (verdict.conflict ? s.conflict : s.unsure));
    const conditions = (verdict?.conditions || []).map(({ plain, text, audience }) => {
      const row = verdict.by_audience.find((item) => item.audience === audience);
      return (row ? row.label + ": " : "") + (plain || text);
    });
    return [
      answered && verdict && this.#badge(verdict.value),
      lead && h("p", { dir: "auto" }, lead),
      verdict?.by_audience?.length > 0 && h("ul", { class: "rows" }, verdict.by_audience.map((row) =>
        h("li", {}, h("span", { dir: "auto" }, row.label), this.#badge(row.value, true)))),
      answered && answer.passages.map((passage, i) => this.#passage(answer, passage, i)),
      this.#list(s.conditions, [...new Set(conditions)]),
      clarification && h("div", {}, h("p", { dir: "auto" }, this.#clarify(clarification)),
        h("div", { class: "chips" }, clarification.options.map((option) =>
          this.#chip(option.label, () => this.#choose(turn, option)))),
        !clarification.options.length && h("div", { class: "chips last" }, ["yes", "no"].map((word) =>
          this.#chip(s[word], () => { this.#focus(); this.ask(word, s[word]); })))),
      outcome === "suggested" && h("div", { class: "chips stack" }, answer.suggestions.map(({ title }) => this.#chip(title, () => this.ask(title)))),
      answer.also_asked?.length > 0 && h("div", {}, h("p", {}, s.also), h("div", { class: "chips stack" },
        answer.also_asked.map((text) => this.#chip(text, () => this.ask(text))))),
      this.#list(s.resources, answer.resources.map((item) => this.#place(item))),
      escalation?.text && outcome !== "small_talk" && h("div", {}, h("p", { dir: "auto" }, escalation.text),
        h("ul", { class: "list" }, escalation.links.map((link) => h("li", {}, this.#place(link))))),
      answered && this.#rating(turn),
    ];
  }

  /** What the server asks, in the language of the widget; the condition stands there in quotation marks. */
  #clarify({ question, options }) {
    if (this.#language() === "en") return question;
    const condition = /“(.*)”/s.exec(question)?.[1];
    return options.length ? this.#s.which : condition ? [`${this.#s.applies} `, h("q", {}, condition)] : question;
  }

  /** A passage; several of one entry have its title and its link once, and each says for whom it is. */
  #passage({ passages, evidence, verdict, clarification }, passage, i) {
    const same = (other) => other?.entry_id === passage.entry_id;
    const url = passage.source?.url || this.#base + "browse#" + encodeURIComponent(passage.entry_id);
    const whom = [...(verdict?.by_audience || []), ...(clarification?.options || [])].find((item) => item.audience === passage.audience);
    return h("figure", {}, !same(passages[i - 1]) && h("figcaption", { dir: "auto" }, passage.title),
      whom && h("p", { class: "note", dir: "auto" }, whom.label),
      h("blockquote", { dir: "auto" }, passage.layout?.map((node) => this.#node(node)) || pieces(passage.text, evidence.filter((item) => item.passage === i))),
      passage.incomplete && h("p", { class: "note" }, this.#s.broken),
      !same(passages[i + 1]) && h("p", { class: "note" }, this.#place({ title: this.#s.full, url })));
  }

  #choose(turn, { audience, label }) {
    this.#state.audience = { id: audience, label };
    this.#who();
    this.#focus();
    this.ask(turn.question, `${turn.shown} (${label})`);
  }

  #rating(turn) {
    const s = this.#s, box = h("div", { class: "rate", "aria-live": "off" }), said = h("div", { role: "status" });
    const give = async (rating, more) => {
      try {
        await this.#post("feedback", { answer_id: turn.answer.answer_id, rating, ...more });
        turn.rated = rating;
        this.#save();
        if (box.contains(this.#root.activeElement)) this.#ui.log.focus();
        box.replaceChildren(said);
        said.textContent = s.thanks;
      } catch { box.append(said); said.textContent = s.failed; }
    };
    if (turn.rated) {
      said.textContent = s.thanks;
      box.append(said);
      return box;
    }
    const vote = (name, word, click) =>
      press("icon " + name, click, { "aria-label": word, title: word }, icon("up"));
    const ask = () => { if (!box.querySelector("form")) { box.append(this.#reasons(give)); box.querySelector("form button").focus(); } };
    box.append(h("div", { role: "group", "aria-label": s.helpful }, s.helpful, vote("up", s.up, () => give("up")), vote("down", s.down, ask)));
    return box;
  }

  #reasons(give) {
    const s = this.#s, comment = h("textarea", { "aria-label": s.comment, placeholder: s.comment, maxlength: LONGEST_COMMENT, dir: "auto" });
    let reason;
    const chips = REASONS.map((name) => this.#chip(s[name], () => {
      reason = name;
      chips.forEach((chip, i) => chip.setAttribute("aria-pressed", String(REASONS[i] === name)));
    }, "false"));
    const submit = (event) => {
      event.preventDefault();
      this.#focus();
      give("down", { ...(reason && { reason }), ...(comment.value.trim() && { comment: comment.value.trim() }) });
    };
    return h("form", { on: { submit } }, h("h3", {}, s.why), h("div", { class: "chips", role: "group", "aria-label": s.why }, chips), comment,
      h("button", { class: "primary" }, s.send));
  }

  #type() {
    clearTimeout(this.#typing);
    this.#suggesting?.abort();
    const typed = this.#ui.input.value.trim().slice(0, 200);
    if (typed.length < 2 || this.getAttribute("suggestions") === "off") return this.#offer([]);
    this.#typing = setTimeout(async () => {
      const mine = (this.#suggesting = new AbortController());
      try {
        const response = await fetch(this.#base + "api/v1/suggest?q=" + encodeURIComponent(typed), { signal: mine.signal, credentials: "omit" });
        if (response.ok && this.#ui.input.value.trim().slice(0, 200) === typed) this.#offer((await response.json()).suggestions);
      } catch { /* suggestions are a convenience */ }
    }, TYPING_MS);
    return undefined;
  }

  #offer(suggestions) {
    const { found, input } = this.#ui;
    if (!suggestions.length) { clearTimeout(this.#typing); this.#suggesting?.abort(); }
    found.replaceChildren(...suggestions.map((item, i) => {
      const text = item.text || item.title;
      return h("li", { role: "option", id: "option" + i, "aria-selected": "false", dir: "auto",
        on: { pointerdown: (event) => event.preventDefault(), click: () => { input.value = text; this.#submit(); } } }, text);
    }));
    found.hidden = !suggestions.length;
    input.setAttribute("aria-expanded", String(!found.hidden));
    this.#select(-1);
  }

  #select(index) {
    const { found, input } = this.#ui;
    this.#active = index;
    [...found.children].forEach((option, i) => option.setAttribute("aria-selected", String(i === index)));
    if (index < 0) input.removeAttribute("aria-activedescendant");
    else {
      input.setAttribute("aria-activedescendant", "option" + index);
      found.children[index].scrollIntoView({ block: "nearest" });
    }
  }

  #onKey(event) {
    const { found } = this.#ui, count = found.children.length;
    if (event.isComposing || found.hidden) return;
    if (event.key === "ArrowDown") this.#select((this.#active + 1) % count);
    else if (event.key === "ArrowUp") this.#select((this.#active < 1 ? count : this.#active) - 1);
    else if (event.key === "Escape") this.#offer([]);
    else if (event.key === "Enter" && this.#active >= 0) found.children[this.#active].click();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}

if (!customElements.get("faq-assistant")) customElements.define("faq-assistant", FaqAssistant);
})();
