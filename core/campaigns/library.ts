import { CampaignDefinition } from './contract.ts';

/** Somebody who bought, and has not for two months nor looked in for two weeks. */
export const winBack = CampaignDefinition.parse({
  name: 'Win back',
  kind: 'win-back',
  topic: 'offers',
  segment: 'customer.orders >= 1 and customer.days_since_order > 60 and customer.days_since_visit > 14',
  schedule: { expression: 'cron(0 9 ? * TUE *)', timeZone: 'UTC' },
  holdoutShare: 0.1,
  repeatAfterDays: 60,
  attributionDays: 14,
  items: 3,
  copy: {
    en: {
      subject: 'New since your last visit, {{ customer.firstName | default: "picked for you" }}',
      preheader: 'A few things that go with what you bought.',
      heading: 'It has been a while',
      body: 'Here is what goes with the things you chose last time.',
      button: 'Look around',
    },
    zh: {
      subject: '{{ customer.firstName | default: "您好" }}，上次之后有了新品',
      preheader: '为您挑选的几件商品。',
      heading: '好久不见',
      body: '这些商品与您上次的选择很搭。',
      button: '去看看',
    },
  },
});

/** A basket that was left between four hours and three days ago. */
export const basketAbandonment = CampaignDefinition.parse({
  name: 'Basket abandonment',
  kind: 'basket-abandonment',
  topic: 'reminders',
  segment: 'customer.basket_items >= 1 and customer.hours_since_basket between 4 and 72',
  schedule: { expression: 'rate(1 hour)', timeZone: 'UTC' },
  holdoutShare: 0.1,
  repeatAfterDays: 7,
  attributionDays: 3,
  items: 3,
  copy: {
    en: {
      subject: 'You left something in your basket',
      preheader: 'It is still there.',
      heading: 'Your basket is waiting',
      body: 'What you chose is still in your basket{% if customer.firstName %}, {{ customer.firstName }}{% endif %}.',
      button: 'Back to the basket',
    },
    zh: {
      subject: '您的购物篮里还有商品',
      preheader: '商品仍为您保留。',
      heading: '购物篮在等您',
      body: '{% if customer.firstName %}{{ customer.firstName }}，{% endif %}您选的商品还在购物篮里。',
      button: '回到购物篮',
    },
  },
});
