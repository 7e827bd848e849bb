import CExpat

/// What a part's reader does with its XML; one subclass for each kind of part.
///
/// Names and attributes are lent for the length of the call.
@safe class XMLHandler {
  /// Parsing stops where one of these throws.
  func start(_ name: XMLName, _ attributes: XMLAttributes) throws {}
  func end() throws {}
  func text(_ bytes: Span<UInt8>) {}

  fileprivate(set) final var failure: (any Error)?
  fileprivate final var declaresDocumentType = false
  fileprivate final var parser: XML_Parser?
  fileprivate final var vocabularies = XMLVocabularies()

  fileprivate final func attempt(_ step: () throws -> Void) {
    // expat may call once more after being stopped.
    guard failure == nil else { return }
    do {
      try step()
    } catch {
      stop(with: error)
    }
  }

  fileprivate final func stop(with error: any Error) {
    failure = error
    unsafe XML_StopParser(parser, XML_Bool(XML_FALSE))
  }
}

/// Why XML is refused; the part's reader adds the part's name.
enum XMLProblem: Error {
  case malformed(line: Int, reason: String)
  case dtd
  /// Well formed, and not what this part must hold.
  case unexpected(Wording)
  /// It makes the parser remember more than any honest part does: names without end, or levels, or one endless tag.
  case bloated
}

/// expat, fed from whatever fills its buffer, calling a handler.
///
/// A document type is refused where it is declared: entities that multiply ("billion laughs") need one. What the parser
/// itself may remember is bounded: it keeps every open element and every name until the end, so a small file of names
/// that never repeat, or of levels without end, would otherwise take gigabytes.
enum XMLReader {
  private static let chunkSize: Int32 = 65_536
  /// Honest parts need a tenth of it; a tag of four megabytes still fits.
  fileprivate static let memoryLimit = 16 << 20

  /// Parses to the end, to the handler's error or to `fill`'s. `fill` returns how many bytes it gave, 0 at the end.
  static func parse(
    into handler: XMLHandler, fill: (inout MutableRawSpan) throws -> Int
  ) throws {
    let parser = try Parser(handler)
    while true {
      guard let buffer = unsafe XML_GetBuffer(parser.handle, chunkSize) else { throw parser.problem }
      let chunk = unsafe UnsafeMutableRawBufferPointer(start: buffer, count: Int(chunkSize))
      var bytes = unsafe chunk.mutableBytes
      let count = try fill(&bytes)
      let status = unsafe XML_ParseBuffer(parser.handle, Int32(count), count == 0 ? 1 : 0)
      if handler.declaresDocumentType { throw XMLProblem.dtd }
      if let failure = handler.failure { throw failure }
      guard status == XML_STATUS_OK else { throw parser.problem }
      if count == 0 { return }
    }
  }
}

/// The library ran out of memory: nothing is wrong with the file.
enum ResourceProblem: Error, CustomStringConvertible {
  case outOfMemory

  var description: String { "out of memory while a table was read" }
}

/// One parser; it keeps its handler alive, and expat keeps only a borrowed pointer to it.
@safe private struct Parser: ~Copyable {
  let handle: XML_Parser
  private let handler: XMLHandler
  /// Between namespace and local name; expat refuses namespaces that contain it.
  private static let separator = XML_Char(UInt8(ascii: "\n"))

  init(_ handler: XMLHandler) throws {
    guard let handle = unsafe bounded_parser_create(Self.separator, XMLReader.memoryLimit) else {
      throw ResourceProblem.outOfMemory
    }
    unsafe self.handle = unsafe handle
    self.handler = handler
    unsafe handler.parser = unsafe handle
    unsafe XML_SetUserData(handle, Unmanaged.passUnretained(handler).toOpaque())
    unsafe XML_SetElementHandler(
      handle,
      { user, name, attributes in
        guard let user = unsafe user, let name = unsafe name, let attributes = unsafe attributes else { return }
        unsafe borrow(user) { handler in
          handler.attempt {
            try unsafe handler.start(handler.vocabularies.name(name), XMLAttributes(attributes))
          }
        }
      },
      { user, _ in
        guard let user = unsafe user else { return }
        unsafe borrow(user) { handler in handler.attempt { try handler.end() } }
      })
    unsafe XML_SetNamespaceDeclHandler(
      handle,
      { user, _, _ in
        guard let user = unsafe user else { return }
        unsafe borrow(user) { $0.vocabularies.forget() }
      },
      { user, _ in
        guard let user = unsafe user else { return }
        unsafe borrow(user) { $0.vocabularies.forget() }
      })
    unsafe XML_SetCharacterDataHandler(handle) { user, bytes, count in
      guard let user = unsafe user, let bytes = unsafe bytes else { return }
      let text = unsafe UnsafeRawBufferPointer(start: bytes, count: Int(count)).bindMemory(to: UInt8.self)
      unsafe borrow(user) { handler in handler.text(unsafe text.span) }
    }
    unsafe XML_SetStartDoctypeDeclHandler(handle) { user, _, _, _, _ in
      guard let user = unsafe user else { return }
      unsafe borrow(user) { handler in
        handler.declaresDocumentType = true
        handler.stop(with: XMLProblem.dtd)
      }
    }
  }

  deinit {
    unsafe handler.parser = nil
    unsafe XML_ParserFree(handle)
  }

  /// Where and why expat stopped.
  var problem: XMLProblem {
    let code = unsafe XML_GetErrorCode(handle)
    if code == XML_ERROR_NO_MEMORY { return .bloated }
    let reason = unsafe XML_ErrorString(code).map { unsafe String(cString: $0) } ?? "error \(code.rawValue)"
    return .malformed(line: Int(unsafe XML_GetCurrentLineNumber(handle)), reason: reason)
  }
}

/// The handler behind expat's pointer, without counting a reference: three counts a cell were a seventh of all the time.
@inline(__always) private func borrow(_ user: UnsafeMutableRawPointer, _ body: (XMLHandler) -> Void) {
  unsafe Unmanaged<XMLHandler>.fromOpaque(user)._withUnsafeGuaranteedRef { body($0) }
}
