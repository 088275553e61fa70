/**
 * Whether a sentence is written to steer a machine. Such a sentence in a page, a review or a product text is never
 * quoted, and a customer who writes it gets no more than anybody else. It is one fence of several: the chat quotes and
 * never obeys, so a sentence that slips through is at worst quoted with its source.
 */
export function speaksToMachines(text: string): boolean {
  return PATTERNS.some((pattern) => pattern.test(text));
}

const PATTERNS: readonly RegExp[] = [
  /\b(ignore|disregard|forget|override|bypass)\b.{0,40}\b(previous|prior|above|earlier|all|any|your|these|the)\b.{0,30}\b(instructions?|prompts?|rules?|polic(y|ies)|guidelines?|restrictions?|safeguards?)\b/i,
  /\b(you are|act as|pretend (to be|you)|behave as|roleplay as|simulate)\b.{0,30}\b(now|dan|admin(istrator)?|developer|root|system|unrestricted|jailbroken|an? (ai|assistant|llm|model|chatbot))\b/i,
  /\b(system|developer|hidden|initial|secret)\s*(prompt|message|instructions?)\b/i,
  /\b(assistant|chatbot|ai|bot|language model|llm)s?\b.{0,20}\b(must|should|shall|has to|have to|always|never)\b.{0,60}\b(say|tell|reply|answer|reveal|refund|respond|recommend|output|grant|give)\b/i,
  /\b(reveal|print|show|leak|output|dump|repeat|tell me)\b.{0,40}\b(prompt|instructions|secret key|api key|password|credentials|token|database|configuration)\b/i,
  /<\/?(system|assistant|instructions?|prompt)>|\[\/?(INST|SYSTEM)\]|<\|im_(start|end)\|>|###\s*(system|instruction)/i,
  /\b(jailbreak|prompt injection|debug mode|developer mode|god mode)\b/i,
  /\b(say|repeat|write|reply|respond|answer)\b.{0,20}\b(exactly|verbatim|word for word|after me|literally)\b/i,
  /\b(i am|i'm|this is)\b.{0,15}\b(the |an? |your )?(admin(istrator)?|developer|owner|system|engineer|ceo)\b/i,
  /(忽略|无视|忘记|忘掉|绕过|不要理会).{0,12}(指令|指示|提示|规则|设定|限制|要求)/,
  /(系统|隐藏|初始|开发者)(提示词?|指令|消息|prompt)/i,
  /(你现在是|你扮演|扮演|假装你?是|假设你是).{0,16}(管理员|开发者|系统|没有限制|dan|助手|模型)/i,
  /(我是|这是).{0,4}(管理员|开发者|工程师|系统|超级用户|站长)/,
  /(输出|打印|显示|告诉我|泄露|说出|列出).{0,14}(提示词|密钥|密码|口令|数据库|配置|所有(客户|用户|订单))/,
  /(一字不差|原封不动|逐字|照着|跟我)(地)?(说|念|重复|回复|复述)/,
  /(助手|机器人|客服系统|人工智能|ai).{0,6}(必须|应当|应该|一律|总是).{0,20}(说|回复|回答|退款|透露|推荐)/i,
  /(开发者|调试|越狱|上帝)模式/,
];
