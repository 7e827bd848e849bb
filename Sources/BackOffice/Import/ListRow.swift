import Domain
import FoundationEssentials
import Spreadsheets

/// What one row of a list says, cleaned.
struct ListRow: Sendable {
  /// What makes two rows the same.
  let identity: Identity
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

  /// What makes two rows the same: the number that is called, or the key. Compact, for a million of them.
  enum Identity: Hashable, Sendable {
    /// Digits and extension; a sign for E.164 keeps `+8610…` apart from a service number.
    case phone(digits: UInt64, extensionDigits: UInt64)
    case key(String)

    init(_ phone: PartyCard.Phone) {
      // At most 15 digits and a mark; the extension after a 1, so that "01" and "1" differ.
      let digits = phone.number.utf8.reduce(UInt64(phone.number.hasPrefix("+") ? 2 : 1)) { value, byte in
        (48...57).contains(byte) ? value * 10 + UInt64(byte - 48) : value
      }
      let more = (phone.extension ?? "").utf8.reduce(UInt64(1)) { $0 * 10 + UInt64($1 &- 48) }
      self = .phone(digits: digits, extensionDigits: more)
    }
  }
}

/// What reading a row comes to, before anybody looks whether it was there before.
enum RowReading: Sendable {
  case skipped(SkipReason)
  case rejected(RejectReason)
  case entry(ListRow)
}

/// Why a row is not data.
public enum SkipReason: String, Sendable, CaseIterable {
  /// Nothing in it.
  case blank
  /// A total or a remark of whoever made the list.
  case note
  /// Hidden, and hidden rows were to be skipped.
  case hidden
}

/// Why a row is a duplicate.
public enum DuplicateReason: String, Sendable, CaseIterable {
  /// An earlier row of the file says the same.
  case inFile = "duplicate-in-file"
  /// The campaign has this number already.
  case inCampaign = "duplicate-in-campaign"
  /// An order with this key is there already.
  case known = "duplicate-key"
}
