extension TableFile {
  /// What a workbook says of itself in properties of its own, by name; none for a csv. Values that are no text come as
  /// they are written.
  public func customProperties() throws -> [String: String] {
    guard format == .xlsx else { return [:] }
    let zip = try ZipArchive(path, fileSize: fingerprint.size)
    guard zip.entries["_rels/.rels"] != nil,
      let part = try Relationships(of: "", in: zip).first("custom-properties"), let entry = zip.entries[part]
    else { return [:] }
    let reader = CustomPropertiesReader()
    try zip.parse(entry, limit: ZipArchive.Limit.other, into: reader)
    return reader.properties
  }
}

/// Reads `docProps/custom.xml`. Source: ECMA-376 part 1, 22.3.
///
///     <Properties><property fmtid="{…}" pid="2" name="hotline.position"><vt:lpwstr>14237</vt:lpwstr></property>
private final class CustomPropertiesReader: XMLHandler {
  private(set) var properties: [String: String] = [:]
  private var depth = 0
  private var name: String?
  private var value = CellText()

  override func start(_ name: XMLName, _ attributes: XMLAttributes) throws {
    depth += 1
    guard depth == 2 else { return }
    self.name = attributes["name"]?.string
    value.removeAll()
  }

  override func end() throws {
    if depth == 2, let name { properties[name] = String(decoding: value.finish(), as: UTF8.self) }
    depth -= 1
  }

  override func text(_ bytes: Span<UInt8>) {
    if depth == 3 { value.append(bytes) }
  }
}
