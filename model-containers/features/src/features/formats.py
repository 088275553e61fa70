"""Real files of shops as lake events: one mapping for every reader of that kind of file."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import ibis
from ibis import _
from ibis.backends.duckdb import Backend
from ibis.expr.types import Table

# UCI Online Retail I and II, and the spellings that copies of it have.
ORDER_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "invoice": ("invoice", "invoiceno", "orderid", "order"),
    "item": ("stockcode", "itemid", "sku", "productid"),
    "title": ("description", "title", "productname"),
    "quantity": ("quantity", "qty"),
    "at": ("invoicedate", "date", "timestamp", "orderdate"),
    "price": ("price", "unitprice"),
    "customer": ("customerid", "customer", "userid"),
    "country": ("country",),
}
OPTIONAL = ("title", "customer", "country")
PRODUCT_CODE = r"^\d{5}"
LARGEST_NUMBER = 1e12
MOST_LEFT_OUT = 0.01  # of a file's lines; more are another way of writing numbers or days
SHOP = "orders"


class FormatError(ValueError):
    """A file that lacks what it must have; the message names the columns or the first line."""


@dataclass(frozen=True)
class OrderLake:
    """Order lines as LakeEvent and LakeItem tables."""

    events: Table
    items: Table
    left_out: int  # lines that could not be read


def read_orders(engine: Backend, file: Path) -> OrderLake:
    """Read order lines of any path (CSV, CSV.gz, Parquet) as the importer does: an invoice is an event.

    A line whose quantity, price or moment cannot be read is left out; a file of more than a few such lines is refused.
    Sold for nothing is no sale: so a stock is put right.
    """
    lines = _lines(_open(engine, file))
    left_out = _left_out(lines, file)
    kept = lines.filter(_is_readable(), (_.quantity > 0) | _.is_cancelled, ~_.invoice.upper().startswith("A"))
    sold = kept.filter((_.price > 0) | _.is_cancelled)
    return OrderLake(_events(sold), _catalogue(kept), left_out)


def _left_out(lines: Table, file: Path) -> int:
    unreadable = lines.filter(~_is_readable())
    count, left_out = int(lines.count().execute()), int(unreadable.count().execute())
    if not count:
        raise FormatError(f"{file} has no lines")
    if left_out > MOST_LEFT_OUT * count:
        first = unreadable.limit(1).told.execute()[0]
        raise FormatError(
            f"{left_out} of {count} lines of {file} have no quantity and price that are numbers, or no moment; "
            f"the first has {first}"
        )
    return left_out


def _open(engine: Backend, file: Path) -> Table:
    if not file.is_file():
        raise FormatError(f"there is no file {file}")
    return engine.read_parquet(file) if file.suffix == ".parquet" else engine.read_csv(file, all_varchar=True)


def column_map(names: Sequence[str]) -> dict[str, str]:
    """Our name → the file's, whatever its case, spaces and underscores."""
    plain = {re.sub(r"[^a-z]", "", name.lower()): name for name in names}
    found = {ours: next((plain[one] for one in known if one in plain), None) for ours, known in ORDER_COLUMNS.items()}
    missing = [ours for ours, name in found.items() if name is None and ours not in OPTIONAL]
    if missing:
        raise FormatError(f"no column for {', '.join(missing)} among {', '.join(names)}")
    return {ours: name for ours, name in found.items() if name is not None}


def _lines(table: Table) -> Table:
    names = column_map(table.columns)

    def text(name: str) -> ibis.Value:
        return table[names[name]].cast("string").strip() if name in names else ibis.null("string")

    def told(name: str) -> ibis.Value:
        return ibis.literal(f"{names[name]} '") + text(name).fill_null("") + "'"

    moment = table[names["at"]]
    # "13085.0" and "13085" are the same customer: readers of spreadsheets make numbers of them.
    customer = text("customer").re_replace(r"\.0$", "").nullif("")
    return table.select(
        invoice=text("invoice").re_replace(r"\.0$", ""),
        item=text("item"),
        title=text("title"),
        quantity=_number(table[names["quantity"]]).cast("int64"),
        at=moment if moment.type().is_timestamp() else moment.cast("string").try_cast("timestamp"),
        price=(_number(table[names["price"]]) * 100).round(),
        customer=customer,
        told=told("quantity") + ", " + told("price") + ", " + told("at"),
    ).mutate(is_cancelled=_.invoice.upper().startswith("C"))


def _number(column: ibis.Value) -> ibis.Value:
    """Null where there is none. DuckDB orders what is no number (NaN) above all numbers."""
    number = column.try_cast("float64")
    return ibis.ifelse(number.abs() < LARGEST_NUMBER, number, ibis.null("float64"))


def _is_readable() -> ibis.Value:
    return _.quantity.notnull() & _.price.notnull() & _["at"].notnull()


def _events(lines: Table) -> Table:
    who = lines.customer.fill_null(ibis.literal("invoice-") + lines.invoice)
    line = ibis.struct({"itemId": lines.item, "quantity": lines.quantity.abs(), "price": lines.price.cast("float64")})
    return (
        lines.mutate(who=who, line=line)
        .group_by("invoice", "who", "at", "is_cancelled")
        .aggregate(items=_.line.collect(order_by=[_.item, _.quantity, _.price]))
        .select(
            shop=ibis.literal(SHOP),
            messageId=_.invoice + "-" + _.who + "-" + _["at"].cast("string"),
            type=ibis.literal("track"),
            event=_.is_cancelled.ifelse("Order Cancelled", "Order Completed"),
            customer="who",
            timestamp="at",
            receivedAt="at",
            orderId="invoice",
            items="items",
        )
    )


def _catalogue(lines: Table) -> Table:
    """Each item under the description that most of its lines carry; codes that are no product are hidden."""
    by_title = lines.group_by("item", "title").aggregate(times=_.count())
    most = ibis.window(group_by="item", order_by=[_.title.isnull(), _.times.desc(), _.title])
    titles = by_title.mutate(place=ibis.row_number().over(most)).filter(_.place == 0).select("item", "title")
    return titles.select(
        shop=ibis.literal(SHOP),
        itemId="item",
        title=_.title.fill_null(""),
        description=ibis.literal(""),
        brand=ibis.literal(""),
        price=ibis.literal(0.0),
        isHidden=~_.item.re_search(PRODUCT_CODE),
    )
