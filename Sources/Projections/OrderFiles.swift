import Domain
import EventCodec
import EventStore
import FoundationEssentials
import Postgres

/// Which order refers to which content: what may go from the content store, and what must be in it.
///
/// Names of files are not here: they are personal, and stand with the order.
public struct OrderFiles: Projection {
  /// `order-files`
  public let name = "order-files"
  /// Raised when the tables or their meaning change.
  public let version = 1
  /// What it owns.
  public let tables = ["order_file"]
  /// What it listens to.
  public let categories: Set<Substring> = ["order"]
  /// Files are rare among events: the others need not be decoded.
  public let readsMeaning = false
  /// The table with its key.
  public let schema = """
    create table order_file (
      no bigint not null,
      content text not null,
      byte_count bigint not null,
      standing boolean not null,
      primary key (no, content)
    );
    """
  /// What only questions need.
  public let indexes = "create index order_file_by_content on order_file (content);"

  private let codec = EventCodec()

  /// The references.
  public init() {}

  /// Takes the page's files in one by one.
  public func apply(_ page: Page, on connection: isolated Connection) throws {
    let names = [StoredName.orderFileAttached.rawValue, StoredName.orderFileRemoved.rawValue]
    for recorded in page.recorded where names.contains(recorded.type.name) {
      guard let no = recorded.stream.orderNumber, case .order(let event) = try codec.decode(recorded) else { continue }
      if case .fileAttached(let file) = event {
        try connection.execute(
          """
          insert into order_file (no, content, byte_count, standing)
            values (\(Int64(no.value)), \(file.content.rawValue), \(Int64(file.byteCount)), true)
            on conflict (no, content) do update set standing = true
          """)
      }
      if case .fileRemoved(let removed) = event {
        try connection.execute(
          """
          update order_file set standing = false
            where no = \(Int64(no.value)) and content = \(removed.content.rawValue)
          """)
      }
    }
  }

  /// A content and who refers to it.
  public struct Line: Sendable, Equatable {
    /// The content.
    public let content: String
    /// Bytes.
    public let byteCount: Int
    /// How many orders have it.
    public let orders: Int
    /// How many had it and do not now.
    public let former: Int
    /// One of the orders, the lowest number.
    public let first: OrderNumber
  }

  /// Every content that an order refers or referred to, by digest.
  public static func list(on connection: isolated Connection) throws -> [Line] {
    try connection.query(
      """
      select content, max(byte_count), count(*) filter (where standing), count(*) filter (where not standing), min(no)
        from order_file group by content order by content
      """
    ).map { row in
      let (content, bytes, standing, former, no) = try row.decode(
        String.self, Int64.self, Int64.self, Int64.self, Int64.self)
      return Line(
        content: content, byteCount: Int(bytes), orders: Int(standing), former: Int(former),
        first: OrderNumber(stored: no))
    }
  }

  /// The contents that only these orders ever referred to.
  public static func contents(onlyOf orders: [OrderNumber], on connection: isolated Connection) throws -> [String] {
    let numbers = orders.map { Int64($0.value) }
    return try connection.query(
      """
      select content from order_file group by content
        having bool_and(no = any(\(numbers))) order by content
      """
    ).map { try $0.decode(String.self) }
  }
}
