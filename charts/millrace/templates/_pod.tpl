{{/* The given probes; without one, liveness and readiness are a TCP connection to the forward port, if any. */}}
{{- define "millrace.probes" -}}
{{- range $name := list "startupProbe" "livenessProbe" "readinessProbe" -}}
{{- $given := index $.Values $name -}}
{{- if $given }}
{{ $name }}:
  {{- tpl (toYaml $given) $ | nindent 2 }}
{{- else if and $.Values.forward.enabled (ne $name "startupProbe") }}
{{ $name }}:
  tcpSocket:
    port: forward
  initialDelaySeconds: 10
  periodSeconds: 15
  timeoutSeconds: 5
  failureThreshold: 4
{{- end }}
{{- end -}}
{{- end -}}

{{- define "millrace.env" -}}
- name: K8S_NODE_NAME
  valueFrom:
    fieldRef:
      fieldPath: spec.nodeName
{{- with .Values.javaOpts }}
- name: MILLRACE_JAVA_OPTS
  value: {{ . | quote }}
{{- end }}
{{- with .Values.elasticsearch }}
{{- if and .enabled (or .user .existingSecret) }}
- name: MILLRACE_ELASTICSEARCH_USER
  {{- if .user }}
  value: {{ .user | quote }}
  {{- else }}
  valueFrom:
    secretKeyRef:
      name: {{ .existingSecret }}
      key: {{ .existingSecretUserKey }}
  {{- end }}
- name: MILLRACE_ELASTICSEARCH_PASSWORD
  valueFrom:
    secretKeyRef:
      name: {{ include "millrace.elasticsearchSecret" $ }}
      key: {{ .existingSecretPasswordKey }}
{{- end }}
{{- end }}
{{- with .Values.s3 }}
{{- if and .enabled (or .aws_key_id .existingSecret) }}
- name: MILLRACE_S3_AWS_KEY_ID
  valueFrom:
    secretKeyRef:
      name: {{ include "millrace.s3Secret" $ }}
      key: {{ .existingSecretKeyIdKey }}
- name: MILLRACE_S3_AWS_SEC_KEY
  valueFrom:
    secretKeyRef:
      name: {{ include "millrace.s3Secret" $ }}
      key: {{ .existingSecretSecKeyKey }}
{{- end }}
{{- end }}
{{- range $name, $value := .Values.extraEnv }}
- name: {{ $name }}
  {{- if kindIs "map" $value }}
  {{- toYaml $value | nindent 2 }}
  {{- else }}
  value: {{ include "millrace.envText" $value | quote }}
  {{- end }}
{{- end }}
{{- end -}}

{{/* An environment variable's text; a large number must not turn into 1e+06. */}}
{{- define "millrace.envText" -}}
{{- if kindIs "float64" . -}}
{{- if eq (floor .) . -}}{{ int64 . }}{{- else -}}{{ . }}{{- end -}}
{{- else -}}{{ . }}{{- end -}}
{{- end -}}

{{- define "millrace.volumeMounts" -}}
- name: config
  mountPath: /etc/fluent
  readOnly: true
- name: state
  mountPath: /var/lib/millrace
- name: tmp
  mountPath: /tmp
{{- if .Values.tail.enabled }}
- name: varlog
  mountPath: /var/log
  readOnly: true
{{- end }}
{{- with .Values.additionalVolumeMounts }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{- define "millrace.volumes" -}}
- name: config
  configMap:
    name: {{ include "millrace.fullname" . }}
- name: state
  hostPath:
    path: {{ .Values.stateHostPath | default (printf "/var/log/millrace/%s/%s" .Release.Namespace (include "millrace.fullname" .)) }}
    type: DirectoryOrCreate
- name: tmp
  emptyDir:
    sizeLimit: {{ .Values.tmpSizeLimit }}
{{- if .Values.tail.enabled }}
- name: varlog
  hostPath:
    path: /var/log
    type: Directory
{{- end }}
{{- with .Values.additionalVolumes }}
{{ toYaml . }}
{{- end }}
{{- end -}}
