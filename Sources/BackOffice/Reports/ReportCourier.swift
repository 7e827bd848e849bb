import Dispatch
import Domain
import FoundationEssentials

/// A report's file on its way to whoever takes it.
public struct ReportParcel: Sendable {
  /// The same at every try: whoever has seen it drops the repeat.
  public let key: UUID
  /// The schedule.
  public let schedule: String
  /// The slot.
  public let slot: Date
  /// The file's name.
  public let name: String
  /// The file's SHA-256 in 64 hexadecimal digits.
  public let content: String
  /// The log position that it shows.
  public let position: Int64
  /// How it is written.
  public let format: ReportSchedule.Format
  /// What a letter is headed with.
  public let subject: String
  /// What a letter says beside the file, in lines.
  public let words: [String]
  /// When this try is made: the date of a letter.
  public let sentAt: Date
  /// The file itself.
  public let bytes: [UInt8]

  /// RFC 6838; by the format.
  var mediaType: String { MediaType.ofName("report.\(format.rawValue)") }

  /// What is said beside the file where it goes by HTTP.
  var headers: [String] {
    [
      "Content-Type: \(mediaType)", "Idempotency-Key: \(key.uuidString.lowercased())",
      "X-Hotline-Schedule: \(schedule)",
      "X-Hotline-Slot: \(slot.formatted(.iso8601))", "X-Hotline-Name: \(name)", "X-Hotline-Checksum: \(content)",
      "X-Hotline-Position: \(position)",
    ]
  }
}

/// Takes reports to a folder, an HTTP address or a letter box.
public struct ReportCourier: Sendable {
  /// How letters are sent.
  public struct Mail: Sendable {
    /// `smtp://mail.example.org:587` or `smtps://…`; with user and password where the server wants them.
    public let server: String
    /// Who sends.
    public let sender: String

    /// A server and who sends through it.
    public init(server: String, sender: String) {
      self.server = server
      self.sender = sender
    }
  }

  private let mail: Mail?
  private let timeout: Duration

  /// - Parameter mail: `nil` where the office sends no letters; they wait then.
  public init(mail: Mail?, timeout: Duration = .seconds(30)) {
    self.mail = mail
    self.timeout = timeout
  }

  /// Hands a file over. A folder that takes nothing may take it later.
  public func hand(_ parcel: ReportParcel, to destination: ReportSchedule.Destination) async -> Handover {
    let (mail, timeout) = (mail, timeout)
    // libcurl and the disk block: not on a thread that others wait for.
    return await withCheckedContinuation { continuation in
      DispatchQueue(label: "hotline.report").async {
        continuation.resume(returning: Self.hand(parcel, to: destination, mail, timeout))
      }
    }
  }

  private static func hand(
    _ parcel: ReportParcel, to destination: ReportSchedule.Destination, _ mail: Mail?, _ timeout: Duration
  ) -> Handover {
    switch destination {
    case .folder(let folder):
      do throws(DurableFile.Failure) {
        try DurableFile.makeFolder(folder)
        try DurableFile.write(Data(parcel.bytes), to: "\(folder)/\(parcel.name)")
        return .taken
      } catch {
        return .unavailable(.other("\(error)"))
      }
    case .webhook(let address):
      guard let transfer = CurlTransfer(address, timeout) else { return noCurl }
      return transfer.post(parcel.bytes, headers: parcel.headers)
    case .mail(let receiver):
      guard let mail else {
        return .unavailable(.trouble(.noMailServer))
      }
      let letter = ReportLetter(parcel, from: mail.sender, to: receiver)
      guard let transfer = CurlTransfer(mail.server, timeout) else { return noCurl }
      return transfer.send(letter.bytes, from: mail.sender, to: receiver)
    }
  }

  private static let noCurl = Handover.unavailable(.trouble(.noCurl))
}
