import { speaksToMachines } from '../knowledge/speaks-to-machines.ts';
import { termsOf } from '../knowledge/words.ts';

/** What a message is, told by rules alone; `question` is everything that only knowledge can settle. */
export type Wish =
  | { readonly kind: 'person' | 'danger' | 'upset' | 'attack' | 'greeting' | 'unclear' | 'question' }
  | {
      readonly kind: 'order-status' | 'order-change' | 'cancel-order' | 'return-order';
      readonly orderIds: readonly string[];
    };

const PERSON =
  /\b(human|real person|live person|actual person|person please|an? (real )?(agent|operator|representative|colleague|employee)|customer (service|support) (agent|rep\w*)|someone (real|human)|somebody real|speak (to|with) (a|an|some|the)\s?\w*|talk (to|with) (a|an|some)\s?\w*|connect me|put me through|live (chat|agent)|call me back)\b|转人工|人工(客服|服务)?|真人|找(个)?(人|客服)|客服人员|找你们(领导|经理|主管)|人来(处理|接)/i;
const NO_PERSON =
  /\b(are you|is this|am i (talking|speaking)|who are you)\b.{0,30}\b(human|person|robot|bot|machine)\b|你是(真人|机器人|人工)吗/i;
const DANGER =
  /\b(lawyer|solicitor|attorney|sue|legal action|court|police|ombudsman|consumer (protection|rights)|trading standards|electric shock|electrocuted|injur\w+|burn(ed|t) (my|his|her|our)|caught fire|on fire|exploded|allergic reaction|hospital|poison\w*|chok(ed|ing))\b|律师|起诉|法院|报警|消协|12315|工商局|投诉|漏电|触电|电到|受伤|烫伤|起火|着火|爆炸|过敏|中毒|住院/i;
const UPSET =
  /\b(useless|ridiculous|unacceptable|outrageous|disgust\w+|furious|fed up|sick of|worst|terrible service|scam|fraud|rip-?off|never (buy|order|shop)\w* (here |from you )?again|(third|fourth|fifth|tenth) time)\b|太差|垃圾|骗子|气死|受够|再也不(买|来)|第[三四五六七八九十]次|什么破/i;
const OTHERS =
  /\b(every|all|other|another|list( of)?|which|who(se)?)\b.{0,20}\bcustomers?\b.{0,40}\b(address|order|e-?mail|phone|name|data|details?|bought)\b|\b(list|show|print|give|export|dump)\b.{0,30}\b(customers|users|accounts|all orders|every order)\b|(所有|其他|别的|别人|全部)(的)?(客户|用户|顾客|人).{0,12}(地址|订单|电话|姓名|信息|邮箱)|(列出|导出|打印|给我).{0,8}(所有|全部)(客户|用户|订单)/i;
const GREETING =
  /^[^\p{L}]*(hi|hello|hey|good (morning|afternoon|evening|day)|greetings|yo|thanks?( you)?( very much| a lot)?|cheers|ok(ay)?|great|bye|你好|您好|嗨|哈喽|在吗|在不在|早上好|下午好|晚上好|谢谢|多谢|好的|嗯|再见|有人吗)([\s,.!?~。！？，]*(there|all|everyone|啊|呀|哦|了|你|您))*[^\p{L}\p{N}]*$/iu;
const ORDER_STATUS =
  /\b(where('s| is| are)|track|locate|find)\b.{0,25}\b(my|our|the|an?) (\w+ )?(orders?|parcels?|package|packages|delivery|shipment|stuff|things|purchase)\b|\b(status|state|progress|whereabouts)\b.{0,20}\b(orders?|parcels?|package|shipment|delivery|purchase)\b|\b(orders?|parcels?|package|shipment)\b.{0,20}\b(status|state|progress|tracking)\b|\b(has|have|did|is|was|when (will|does|is))\b.{0,14}\b(my|our) (\w+ )?(orders?|parcels?|package|delivery|shipment|purchase|things|stuff)\b.{0,25}\b(arriv\w+|come|coming|ship\w*|sent|dispatch\w*|deliver\w*|get here|left|on its way|leave)\b|\bwhat did i (order|buy)\b|\bmy (last|latest|recent) (order|purchase)s?\b|(我的|我那个|我买的)?(快递|包裹|订单|货|东西|商品).{0,6}(到哪|在哪|哪里了|到了吗|到了没|送到了|送到哪|什么状态|状态|发货了吗|发货没|发了吗|进度|走到|寄出了|发出了吗)|(查|看)(一下|下|询)?.{0,4}(订单|物流|快递|包裹)|我(上次|最近|之前)(买|下)(的|了)/i;
const STATUS_WORDS =
  /\b(status|state|where|arriv\w+|deliver\w*|ship\w*|sent|dispatch\w*|track\w*|come|coming|progress|look up|check|details?|about|happening|total|contents?|in it)\b|状态|到哪|在哪|哪里|送到|送达|签收|发货|物流|进度|查|怎么样了|信息|详情|情况|到了/i;
const CHANGE_WORDS =
  /\b(cancel|refund|return|change|modify|update|redirect|stop|replace|exchange)\b|取消|退款|退货|修改|更改|改|换/i;
const CANCEL = /\bcancel\w*\b|取消|不要了|撤销/i;
const RETURN = /\b(return(ing)?|send(ing)? back|give back)\b|退货|退掉|退回/i;
/** Of a wish the whole order: what else one returns is a matter of the shop's rules. */
const OF_ORDER = /\b(my|the|this|that|our|it) ?(\w+ )?(orders?|purchase)\b|订单/i;
const ASKS_HOW =
  /\b(can i|may i|could i|how (do|can|long|much|to)|is it possible|am i able|do you|what (happens|if)|until when)\b|怎么|如何|可以.*吗|能.*吗|多久|能不能|可不可以|来得及|吗[？?]?\s*$/i;
const ORDER_ID =
  /(?<![\w.,€$£¥-])#?((?:[A-Z]{1,6}[-_]?)?\d{4,14})(?![\w-]|[.,]\d|\s?(?:euros?|eur|usd|dollars?|pounds?|mm|cm|ml|kg|km|lumens|pa|points?)\b|元|毫|厘|年|公里|积分|分(?!钟)|人|名)/gi;

export function recognise(text: string): Wish {
  if (PERSON.test(text) && !NO_PERSON.test(text)) return { kind: 'person' };
  if (speaksToMachines(text) || OTHERS.test(text)) return { kind: 'attack' };
  if (DANGER.test(text)) return { kind: 'danger' };
  if (UPSET.test(text)) return { kind: 'upset' };
  if (GREETING.test(text)) return { kind: 'greeting' };
  const orderIds = orderIdsIn(text);
  const change = ASKS_HOW.test(text) ? undefined : changeIn(text, orderIds.length > 0);
  if (change) return { kind: change, orderIds };
  if (orderIds.length ? STATUS_WORDS.test(text) || isBare(text) : ORDER_STATUS.test(text)) {
    return { kind: 'order-status', orderIds };
  }
  return { kind: saysSomething(text) ? 'question' : 'unclear' };
}

/** What is to be done to an order; nothing where only its rules are asked for. */
function changeIn(text: string, hasOrderId: boolean) {
  if (!hasOrderId && !OF_ORDER.test(text)) return undefined;
  if (CANCEL.test(text)) return 'cancel-order';
  if (RETURN.test(text)) return 'return-order';
  return hasOrderId && CHANGE_WORDS.test(text) ? 'order-change' : undefined;
}

const YES =
  /^[^\p{L}]*(yes|yep|yeah|yes please|sure|ok(ay)?|confirm(ed)?|i confirm|go ahead|do it|please do|correct|that's right|是|是的|对|对的|好|好的|确认|确定|可以|行|没错)([\s,.!。！，]*(please|thanks?|thank you|i confirm|confirm|do it|go ahead|cancel it|return it|谢谢|确认|请|吧|的))*[^\p{L}\p{N}]*$/iu;

/** Whether a question that was answered before something is done was answered with a plain yes. All else is no. */
export const agrees = (text: string): boolean => YES.test(text);

const NO = /^[^\p{L}]*((no|nope|never ?mind|stop|don'?t|do not|leave it|keep it|wait)\b|不|算了|别|先不)/iu;

/** Whether it was answered with a no that says nothing else. */
export const declines = (text: string): boolean => NO.test(text) && text.length <= 40;

/** Numbers in the text that may be those of orders. */
export function orderIdsIn(text: string): string[] {
  return [...new Set([...text.matchAll(ORDER_ID)].flatMap(([, id]) => (id ? [id] : [])))];
}

/** Nothing but an order number, as customers answer to "which order?". */
const isBare = (text: string) =>
  text.replace(ORDER_ID, '').replace(/order|number|no\.?|订单|单号|号|是|it is|it's|[^\p{L}\p{N}]/giu, '') === '';

/** Says more than that something is wrong with something. */
function saysSomething(text: string): boolean {
  // "It is broken" names nothing; "the bowl came broken" names what it is about.
  if (isShort(text) && termsOf(text).some(({ key }) => key === 'c:damaged')) return false;
  return termsOf(text).some(({ key, isCovered }) => !isCovered && !VAGUE.has(key));
}

const isShort = (text: string) => text.split(/\s+/).length <= 3 && (text.match(/\p{Script=Han}/gu)?.length ?? 0) <= 3;

const VAGUE = new Set([
  'c:goods',
  'c:fault',
  'w:work',
  'w:help',
  'w:problem',
  'w:question',
  'w:issue',
  'z:问题',
  'b:问题',
  'z:帮助',
  'b:帮助',
]);
