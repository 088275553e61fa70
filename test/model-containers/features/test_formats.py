import pytest
from features.formats import FormatError, column_map, read_orders
from features.lake import open_engine

LINES = """Invoice No,Stock Code,DESCRIPTION,qty,Invoice_Date,unit price,CustomerID,country
1,10001,RED MUG,2,2010-01-01 10:00:00,1.25,77.0,UK
1,10002,blue lamp,1,2010-01-01 10:00:00,20,77,UK
C2,10001,RED MUG,-2,2010-01-02 10:00:00,1.25,77,UK
3,POST,POSTAGE,1,2010-01-03 10:00:00,5,,UK
4,10001,damaged,-9,2010-01-04 10:00:00,0,,UK
4,10001,found,9,2010-01-04 10:00:00,0,,UK
A5,B,Adjust bad debt,1,2010-01-05 10:00:00,-11062.06,,UK
"""


def lake_of(folder, text=LINES):
    file = folder / "orders.csv"
    file.write_text(text)
    return read_orders(open_engine(1), file)


def test_an_invoice_is_an_order_and_one_with_a_c_takes_back(tmp_path):
    events = lake_of(tmp_path).events.order_by("timestamp").to_pandas()

    assert list(zip(events.event, events.customer, events.orderId, strict=True)) == [
        ("Order Completed", "77", "1"),
        ("Order Cancelled", "77", "C2"),
        ("Order Completed", "invoice-3", "3"),
    ]
    assert [(line["itemId"], line["quantity"], line["price"]) for line in events["items"][0]] == [
        ("10001", 2, 125.0),
        ("10002", 1, 2000.0),
    ]
    assert events["items"][1][0]["quantity"] == 2


def test_the_catalogue_has_titles_and_hides_what_is_no_product(tmp_path):
    items = lake_of(tmp_path).items.to_pandas().set_index("itemId")

    assert items.loc["10001", "title"] == "RED MUG"
    assert items["isHidden"].to_dict() == {"10001": False, "10002": False, "POST": True}


HEADER = "invoice,stockcode,quantity,invoicedate,price\n"
READABLE = "1,10001,2,2010-01-01,1.25\n"


@pytest.mark.parametrize(
    "unreadable",
    [
        "1,10009,1,2010-01-01,free",
        "1,10009,1,2010-01-01,NaN",
        "1,10009,1,2010-01-01,inf",
        "1,10009,1,2010-01-01,",
        "1,10009,some,2010-01-01,1.25",
        "1,10009,NaN,2010-01-01,1.25",
        "1,10009,1e300,2010-01-01,1.25",
        "1,10009,1,yesterday,1.25",
    ],
)
def test_a_line_that_cannot_be_read_is_left_out_of_its_order_and_of_the_catalogue(tmp_path, unreadable):
    lake = lake_of(tmp_path, f"{HEADER}{READABLE * 99}{unreadable}\n")

    events = lake.events.to_pandas()
    assert {line["itemId"] for items in events["items"] for line in items} == {"10001"}
    assert lake.items.to_pandas()["itemId"].tolist() == ["10001"]
    assert lake.left_out == 1


def test_a_file_of_which_more_than_a_few_lines_cannot_be_read_is_refused_by_the_first_of_them(tmp_path):
    commas = '2,10009,3,2010-01-02,"1,25"\n2,10008,1,2010-01-02,"2,75"\n'

    with pytest.raises(
        FormatError, match=r"2 of 100 lines of .*orders\.csv .*quantity '3', price '1,25', invoicedate '2010-01-02"
    ):
        lake_of(tmp_path, f"{HEADER}{READABLE * 98}{commas}")


def test_a_file_without_lines_is_named(tmp_path):
    with pytest.raises(FormatError, match=r"orders\.csv has no lines"):
        lake_of(tmp_path, HEADER)


def test_a_missing_column_is_named():
    with pytest.raises(FormatError, match="no column for quantity"):
        column_map(["Invoice", "StockCode", "InvoiceDate", "Price"])


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(FormatError, match="there is no file"):
        read_orders(open_engine(1), tmp_path / "nowhere.csv")
