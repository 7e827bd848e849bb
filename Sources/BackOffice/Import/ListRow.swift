import Domain
import EventStore
import FoundationEssentials
import Spreadsheets

/// What one row of a list says, cleaned.
struct ListRow: Sendable {
  /// What makes two rows the same.
  let identity: Identity
  /// Their first number, for customers that have a number of their own: a row without one is the same by that.
  var number: Identity?
  /// Whom of the book it names by the book's own numbering.
  var party: PartyID?
  /// The customer, for a list of customers.
  var customer: ListedCustomer?
  /// The part or article, for a list of these.
  var listed: ListedEntry?
  /// The party, for a list of people.
  var card: PartyCard?
  /// Number in the system it comes from.
  var key: String?
  var category: String?
  var channel: String?
  var unit: UnitKey?
  var words: OrderWords?
  var promise: Date?
  /// When it was opened; the instant of the import where the list does not say.
  var openedAt: Date?
  var finishedAt: Date?
  var result: String?
  /// What was guessed of it.
  var warnings: [RowWarning] = []

  /// What makes two rows the same: the number that is called, or the key. Sixteen bytes, for a million of them.
  struct Identity: Hashable, Sendable {
    private let high: UInt64
    private let low: UInt64

    /// Digits and extension; a mark for E.164 keeps `+8610…` apart from a service number.
    init(_ phone: PartyCard.Phone) {
      // At most 15 digits and a mark, far below the marks of keys; the extension after a 1, so that "01" and "1" differ.
      high = phone.number.utf8.reduce(UInt64(phone.number.hasPrefix("+") ? 2 : 1)) { value, byte in
        (48...57).contains(byte) ? value * 10 + UInt64(byte - 48) : value
      }
      low = (phone.extension ?? "").utf8.reduce(UInt64(1)) { $0 &* 10 &+ UInt64($1 &- 48) }
    }

    /// Its bytes as they are behind their count where they are no more than 15, else the beginning of their SHA-256.
    init(key: String) {
      let bytes = Array(key.utf8)
      let mark: UInt8 = bytes.count <= 15 ? 0x80 | UInt8(bytes.count) : 0xFF
      let packed = bytes.count <= 15 ? bytes + Array(repeating: 0, count: 15 - bytes.count) : SHA256Digest.of(bytes)
      let all = [mark] + packed.prefix(15)
      high = all[..<8].reduce(0) { $0 << 8 | UInt64($1) }
      low = all[8...].reduce(0) { $0 << 8 | UInt64($1) }
    }
  }
}

/// What reading a row comes to, before anybody looks whether it was there before.
enum RowReading: Sendable {
  case skipped(SkipReason)
  case rejected(Rejection)
  case entry(ListRow)
}

/// Why a row is left out: it is no data, or nobody may be called by it.
public enum SkipReason: String, Sendable, CaseIterable {
  /// Nothing in it.
  case blank
  /// A total or a remark of whoever made the list.
  case note
  /// Hidden, and hidden rows were to be skipped.
  case hidden
  /// They are blocked for the campaign, or do not want to be called.
  case blocked
}

/// Why a row is a duplicate.
public enum DuplicateReason: String, Sendable, CaseIterable {
  /// An earlier row of the file says the same.
  case inFile = "duplicate-in-file"
  /// The campaign has this number already.
  case inCampaign = "duplicate-in-campaign"
  /// An order with this key is there already.
  case known = "duplicate-key"
  /// The book has this customer already, and known ones were to be skipped.
  case inBook = "duplicate-in-book"
  /// The catalogue has this part or article already, and known ones were to be skipped.
  case inCatalogue = "duplicate-in-catalogue"
  /// Somebody withdrew this part or article.
  case withdrawn
}
