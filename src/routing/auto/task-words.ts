/**
 * Words that tell what is asked, as stems in the languages that most requests are written in. A stem begins where no
 * letter stands before it, for which `\b` knows too few letters; Chinese and Japanese have no such place. Every pattern
 * is a plain list, so its time grows with the text alone.
 */
export const TRANSLATION =
  /(?<!\p{L})(?:translat(?:e|ion)|übersetz|tradu[ciz]|vertaal|tłumacz|перев(?:ед|од)|번역|ترجم)|翻译|翻譯|翻訳/iu

/** Names of programming languages are the same in all others. Those that are common words are left out. */
export const CODE =
  /(?<!\p{L})(?:python|javascript|typescript|java|c\+\+|c#|golang|kotlin|php|bash|sql|html|css|regex|numpy|node\.js|algorithm|api endpoint|stack trace|source code|unit tests?)(?!\p{L})/iu

export const EXTRACTION =
  /(?<!\p{L})(?:extract|classif(?:y|ication)|categori[sz]e|json|csv|yaml|xml|named entit(?:y|ies)|extra(?:iga|ire|yez)|klassifizier|извлек)|提取|抽出/iu

export const MATHS =
  /(?<!\p{L})(?:equation|integral|derivative|polynomial|probability|theorem|triangle|remainder|modulo|solve for|f\(x\)|gleichung|ecuaci[óo]n|équation|уравнени)|方程/iu

export const REASONING =
  /(?<!\p{L})(?:step by step|explain why|why (?:do|does|did|is|are|would)|prove|deduce|infer|logic|puzzle|argument|how many|begründ|pourquoi|por qué|perché|почему)|为什么|なぜ/iu
