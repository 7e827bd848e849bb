import ArgumentParser
import BackOffice
import Domain
import Foundation

extension OrderCommand {
  struct Attach: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "attach", abstract: "Put a file to an order: a photo, a recording, a letter.",
      discussion: """
        The content is copied into the content store under its SHA-256, once however often it is attached.

        Examples:
          hotline order attach 10000012 meter.jpg --purpose photo
          hotline order attach 10000012 scan0007.pdf --name "Lease.pdf"
        """)
    @Argument(help: "The order's number.", transform: OrderNumber.init(parsing:)) var no: OrderNumber
    @Argument(help: "The file.", completion: .file()) var file: String
    @Option(name: .customLong("purpose"), help: "What it is: document, photo, recording, letter, signature or sheet.")
    var purpose: OrderFileAttached.Purpose = .document
    @Option(help: "What it is called on the order; its own name where not given.") var name: String?
    @OptionGroup var change: ChangeOptions

    func run() async throws {
      try await change.run { session, workplace, _ in
        try await session.attach(
          file, to: no, as: purpose, name: name, in: try workplace.contents, at: workplace.now,
          isRehearsal: change.isRehearsal)
      }
    }
  }

  struct Detach: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "detach", abstract: "Take a file off an order; its content stays in the store.",
      discussion: """
        Example:
          hotline order detach 10000012 3f2a9c --reason "Of another order"
        """)
    @Argument(help: "The order's number.", transform: OrderNumber.init(parsing:)) var no: OrderNumber
    @Argument(help: "The beginning of the content's SHA-256, or the file's name.") var file: String
    @Option(help: "Why.") var reason: String?
    @OptionGroup var change: ChangeOptions

    func run() async throws {
      try await change.run { session, workplace, _ in
        let found = try Files.find(file, on: try await session.load(no).order)
        return try await session.perform(
          .detach(found.content, reason: reason), on: no, at: workplace.now, isRehearsal: change.isRehearsal)
      }
    }
  }

  struct Files: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "files", abstract: "List the files of an order, or get one out, checked.",
      discussion: """
        A content that is not what was put in is not handed out (exit status 65).

        Examples:
          hotline order files 10000012
          hotline order files 10000012 --get meter.jpg --to /tmp/meter.jpg
          hotline order files 10000012 --get 3f2a9c --to - | less
        """)
    @Argument(help: "The order's number.", transform: OrderNumber.init(parsing:)) var no: OrderNumber
    @Option(help: ArgumentHelp("Get this file: the beginning of its SHA-256, or its name.", valueName: "file"))
    var get: String?
    @Option(
      help: ArgumentHelp("Where to, with --get; - for standard output.", valueName: "path"), completion: .file())
    var to: String?
    @OptionGroup var output: OutputOptions

    func validate() throws {
      if (get == nil) != (to == nil) { throw ValidationError("--get and --to go together: which file, and where to") }
    }

    func run() async throws {
      let workplace = Workplace(output)
      try await workplace.sitting { session in
        let loaded = try await session.load(no)
        if let get, let to {
          try session.requireWords(of: loaded)
          let file = try Self.find(get, on: loaded.order)
          return try Self.copy(file.content, to: to, try workplace.contents)
        }
        let contents = workplace.knownContents
        let listing = try Listing(
          title: Text(zh: "附件", en: "files"),
          columns: [
            ListColumn("content", Text(zh: "SHA-256", en: "SHA-256"), .code),
            ListColumn("name", Text(zh: "名称", en: "name")), ListColumn("purpose", Text(zh: "用途", en: "purpose")),
            ListColumn("mediaType", Text(zh: "类型", en: "type"), priority: 2),
            ListColumn("bytes", Text(zh: "字节", en: "bytes"), .integer),
            ListColumn("condition", Text(zh: "状况", en: "condition"), priority: 1),
          ], options: output, console: workplace.console,
          zone: output.zone(office: loaded.definitions.calendar.timeZone))
        for file in loaded.order.files {
          let digits = file.content.rawValue
          try listing.append([
            .code(output.isTable ? String(digits.prefix(12)) : digits), .text(file.name),
            .text(output.isForPeople ? file.purpose.words(workplace.console.language) : file.purpose.rawValue),
            .text(file.mediaType), .integer(file.byteCount),
            .text(
              contents.map { contents in
                let condition = contents.condition(of: file.content)
                return output.isForPeople ? condition.words(workplace.console.language) : condition.rawValue
              }),
          ])
        }
        try listing.finish()
      }
    }

    /// The file that is meant by the beginning of its digest, or by its name; the last of several of one name.
    static func find(_ typed: String, on order: Order) throws -> OrderFileAttached {
      let found = order.files.filter { $0.name == typed }
      let begins = typed.utf8.count >= 4 ? order.files.filter { $0.content.rawValue.hasPrefix(typed.lowercased()) } : []
      guard let file = found.last ?? (begins.count == 1 ? begins[0] : nil) else {
        throw OfficeError.refused(order.no, .noSuchFile(typed))
      }
      return file
    }

    private static func copy(_ content: ContentDigest, to path: String, _ contents: ContentStore) throws {
      let sink = try ResultSink(path: path == "-" ? nil : path)
      try contents.read(content) { bytes in
        sink.buffer.append(contentsOf: bytes)
        try sink.flushIfFull()
      }
      try sink.finish()
    }
  }
}

extension OrderFileAttached.Purpose: ExpressibleByArgument {}

extension OrderFileAttached.Purpose {
  /// What it is to the order.
  fileprivate func words(_ language: Language) -> String {
    let text =
      switch self {
      case .document: Text(zh: "文件", en: "document")
      case .photo: Text(zh: "照片", en: "photo")
      case .recording: Text(zh: "录音", en: "recording")
      case .letter: Text(zh: "函件", en: "letter")
      case .signature: Text(zh: "签名", en: "signature")
      case .sheet: Text(zh: "工单页", en: "sheet")
      }
    return text(language)
  }
}

extension ContentStore.Condition {
  /// How its bytes are.
  fileprivate func words(_ language: Language) -> String {
    let text =
      switch self {
      case .whole: Text(zh: "完好", en: "whole")
      case .missing: Text(zh: "缺失", en: "missing")
      case .damaged: Text(zh: "损坏", en: "damaged")
      }
    return text(language)
  }
}
