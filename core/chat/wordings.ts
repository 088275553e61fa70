import type { Language } from '../knowledge/contract.ts';
import type { Order, OrderRequestKind, OrderStatus } from '../orders/contract.ts';
import type { Verdict } from '../orders/judge-request.ts';
import { writtenMoney } from '../platform/minor-units.ts';

type Refusal = Extract<Verdict, { isAllowed: false }>['because'];

/** Everything that the bot says which is not quoted from the shop. None of it states a fact about the shop. */
export interface Wordings {
  readonly greeting: string;
  readonly unclear: string;
  readonly nearly: (titles: readonly string[]) => string;
  readonly notKnown: string;
  readonly notAllowed: string;
  readonly signIn: string;
  readonly whichOrder: (orderIds: readonly string[]) => string;
  readonly noOrder: string;
  readonly noSuchOrder: string;
  readonly cannotChange: string;
  readonly signInAgain: string;
  /** Asks before anything is done. */
  readonly confirm: Readonly<Record<OrderRequestKind, (order: Order) => string>>;
  readonly done: Readonly<Record<OrderRequestKind, (orderId: string) => string>>;
  readonly impossible: Readonly<Record<Refusal, (order: Order) => string>>;
  readonly noneFits: Readonly<Record<OrderRequestKind, string>>;
  readonly leftAsItIs: string;
  readonly changedMeanwhile: string;
  readonly handoff: string;
  readonly safety: string;
  readonly source: (title: string) => string;
  readonly order: (order: Order) => string;
}

const day = (language: Language, iso: string) =>
  new Intl.DateTimeFormat(language === 'zh' ? 'zh-CN' : 'en-GB', { dateStyle: 'long', timeZone: 'UTC' }).format(
    new Date(iso),
  );

const contentsEn = ({ items }: Order) => items.map(({ quantity, title }) => `${quantity} × ${title}`).join(', ');
const contentsZh = ({ items }: Order) => items.map(({ quantity, title }) => `${title} ×${quantity}`).join('，');

const STATUS_EN: Readonly<Record<OrderStatus, (order: Order) => string>> = {
  processing: () => 'is processing: it is being prepared and has not left us yet',
  shipped: ({ shippedAt }) => `has been shipped${shippedAt ? ` on ${day('en', shippedAt)}` : ''} and is on its way`,
  delivered: ({ deliveredAt }) => `was delivered${deliveredAt ? ` on ${day('en', deliveredAt)}` : ''}`,
  cancelled: () => 'was cancelled',
  'return-requested': () => 'is to be returned: the shop has been told and waits for it',
  returned: () => 'was returned',
};

const STATUS_ZH: Readonly<Record<OrderStatus, (order: Order) => string>> = {
  processing: () => '正在处理中，尚未发货',
  shipped: ({ shippedAt }) => `${shippedAt ? `${day('zh', shippedAt)}` : ''}已发货，正在运输途中`,
  delivered: ({ deliveredAt }) => `已${deliveredAt ? `于${day('zh', deliveredAt)}` : ''}送达签收`,
  cancelled: () => '已取消',
  'return-requested': () => '已申请退货，等待处理',
  returned: () => '已退货',
};

export const WORDINGS: Readonly<Record<Language, Wordings>> = {
  en: {
    greeting: 'Hello! Ask me about an order, a product, delivery, returns or payment, or ask for a person at any time.',
    unclear: 'I am not sure what you mean yet. Which product or order is it about, and what happened?',
    nearly: (titles) =>
      `I may have something on that. Is your question about ${titles.join(' or ')}? A person can help too.`,
    notKnown: 'I have no information on that, so I would rather not guess. Shall I connect you with a person?',
    notAllowed: 'I cannot do that. I can answer questions about this shop and look up your own orders.',
    signIn: 'To look up an order I must know that it is yours. Please sign in to your account, or ask for a person.',
    whichOrder: (ids) => `Which order do you mean: ${ids.join(', ')}?`,
    noOrder: 'There is no order in your account.',
    noSuchOrder: 'I find no such order in your account. Please check the number, or ask for a person.',
    cannotChange:
      'I can look up, cancel and return orders, but not change what is in them or where they go. Say "person" and somebody of the shop takes over.',
    signInAgain: 'Your sign-in is too old for this. Please open the chat from your account again, or ask for a person.',
    confirm: {
      cancel: (order) =>
        `Shall I cancel order ${order.orderId} (${contentsEn(order)})? It cannot be undone. Say "yes" to cancel it.`,
      return: (order) =>
        `Shall I tell the shop that you return order ${order.orderId} (${contentsEn(order)})? Say "yes" to ask for the return.`,
    },
    done: {
      cancel: (orderId) => `Order ${orderId} is cancelled.`,
      return: (orderId) => `The return of order ${orderId} is requested. The shop has been told.`,
    },
    impossible: {
      'done-already': ({ orderId, status }) =>
        `Order ${orderId} ${status === 'cancelled' ? 'is cancelled already' : 'is being returned already'}. Nothing more was done.`,
      'has-left': ({ orderId }) =>
        `Order ${orderId} has left us and can no longer be cancelled. Once it is there it can be returned.`,
      'not-arrived': ({ orderId }) =>
        `Order ${orderId} has not arrived yet, so there is nothing to return. Ask for a person if that is wrong.`,
      'too-late': ({ orderId }) =>
        `Whether order ${orderId} can still be returned a person has to decide. Say "person" and somebody takes over.`,
      closed: ({ orderId }) => `Order ${orderId} was cancelled, so there is nothing to return.`,
    },
    noneFits: {
      cancel: 'None of your orders can still be cancelled: they have left us, or are cancelled already.',
      return: 'None of your orders can be returned by me. Say "person" and somebody of the shop takes over.',
    },
    leftAsItIs: 'Then I leave the order as it is. What else can I do?',
    changedMeanwhile: 'The order has changed in the meantime, so I did nothing. Please ask again.',
    handoff: 'I am passing you on to a person, with everything said so far. They will answer here.',
    safety: 'This needs a person. I am passing it on now, with everything said so far; they will answer here.',
    source: (title) => `(Source: ${title})`,
    order: (order) =>
      `Order ${order.orderId} ${STATUS_EN[order.status](order)}. It was placed on ${day('en', order.placedAt)} and holds ${contentsEn(order)}; the total is ${writtenMoney(order.total, order.currency)}.`,
  },
  zh: {
    greeting: '您好！可以问我订单、商品、配送、退换货或支付方面的问题，也可以随时说“转人工”。',
    unclear: '我还不太明白您的意思。请问是哪件商品或哪个订单，遇到了什么情况？',
    nearly: (titles) => `您是想了解${titles.map((title) => `“${title}”`).join('或')}吗？也可以说“转人工”。`,
    notKnown: '这个问题我没有查到资料，不想随意猜测。需要为您转接人工客服吗？',
    notAllowed: '这个我不能做。我可以回答本店的问题，也可以查询您本人的订单。',
    signIn: '查询订单需要先确认是您本人。请先登录账户，或者说“转人工”。',
    whichOrder: (ids) => `请问您要查哪个订单：${ids.join('、')}？`,
    noOrder: '您的账户里没有订单。',
    noSuchOrder: '您的账户里没有查到这个订单。请核对单号，或者说“转人工”。',
    cannotChange: '我可以查询、取消订单或申请退货，但不能更改订单内容或地址。如需更改，请说“转人工”，由客服处理。',
    signInAgain: '登录已过期。请从您的账户重新打开对话，或者说“转人工”。',
    confirm: {
      cancel: (order) => `确认要取消订单${order.orderId}（${contentsZh(order)}）吗？取消后无法恢复。回复“是”即可取消。`,
      return: (order) => `确认要为订单${order.orderId}（${contentsZh(order)}）申请退货吗？回复“是”即可提交。`,
    },
    done: {
      cancel: (orderId) => `订单${orderId}已取消。`,
      return: (orderId) => `订单${orderId}的退货申请已提交，已通知商家。`,
    },
    impossible: {
      'done-already': ({ orderId, status }) =>
        `订单${orderId}${status === 'cancelled' ? '早已取消' : '已经在退货中'}，没有再做任何操作。`,
      'has-left': ({ orderId }) => `订单${orderId}已发出，不能再取消。收到后可以申请退货。`,
      'not-arrived': ({ orderId }) => `订单${orderId}尚未送达，还不能退货。如有出入请说“转人工”。`,
      'too-late': ({ orderId }) => `订单${orderId}能否退货需要人工判断。请说“转人工”，由客服处理。`,
      closed: ({ orderId }) => `订单${orderId}已取消，无需退货。`,
    },
    noneFits: {
      cancel: '您的订单都不能再取消：要么已发出，要么已取消。',
      return: '我无法为您的订单申请退货。请说“转人工”，由客服处理。',
    },
    leftAsItIs: '好的，订单保持不变。还有什么可以帮您？',
    changedMeanwhile: '订单在此期间有变化，我没有做任何操作。请再说一次您的需求。',
    handoff: '正在为您转接人工客服，之前的对话会一并转交，客服会在这里回复您。',
    safety: '这件事需要人工处理，已为您转接，之前的对话会一并转交，客服会在这里回复您。',
    source: (title) => `（来源：${title}）`,
    order: (order) =>
      `订单${order.orderId}${STATUS_ZH[order.status](order)}。下单时间：${day('zh', order.placedAt)}；商品：${contentsZh(order)}；合计${writtenMoney(order.total, order.currency)}。`,
  },
};
